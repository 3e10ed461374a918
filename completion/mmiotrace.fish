# fish completion for mmiotrace. Commands and options are those that its --help names.

function __mmiotrace_commands
    mmiotrace --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p'
end

function __mmiotrace_options
    set -l words (commandline -opc)
    mmiotrace $words[2] --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*' | sort -u
    echo -- --help
end

function __mmiotrace_command
    set -l words (commandline -opc)
    test (count $words) -gt 1; and contains -- $words[2] $argv
end

complete -c mmiotrace -n 'test (count (commandline -opc)) -eq 1' -f -a '(__mmiotrace_commands) help'
complete -c mmiotrace -n '__mmiotrace_command help' -f -a '(__mmiotrace_commands)'
complete -c mmiotrace -n 'test (count (commandline -opc)) -gt 1; and string match -q -- "-*" (commandline -ct)' -f -a '(__mmiotrace_options)'
complete -c mmiotrace -n '__mmiotrace_command report' -s f -l format -x -a 'text mmiotrace jsonl csv'
complete -c mmiotrace -n '__mmiotrace_command stat' -s f -l format -x -a 'text jsonl csv'
complete -c mmiotrace -n '__mmiotrace_command diff' -s f -l format -x -a 'text jsonl'
complete -c mmiotrace -n '__mmiotrace_command stat' -s s -l sort -x -a 'accesses reads writes offset name values polling first'
complete -c mmiotrace -n '__mmiotrace_command stat' -l by -x -a 'register function task device'
complete -c mmiotrace -n '__mmiotrace_command report stat diff' -l bar -x -a '0 1 2 3 4 5 rom'
complete -c mmiotrace -n '__mmiotrace_command report stat diff info' -l color -x -a 'always never auto'
