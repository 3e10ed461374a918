# bash completion for mmiotrace. Commands and options are those that its --help names.

_mmiotrace_commands() {
	"$1" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

_mmiotrace_options() {
	"$1" "$2" --help 2>/dev/null | grep -o -- '--[a-z][a-z-]*' | sort -u
	echo --help
}

_mmiotrace_values() {
	case $1:$2 in
	report:-f | report:--format) echo text mmiotrace jsonl csv ;;
	stat:-f | stat:--format) echo text jsonl csv ;;
	diff:-f | diff:--format) echo text jsonl ;;
	stat:-s | stat:--sort) echo accesses reads writes offset name values polling first ;;
	stat:--by) echo register function task device ;;
	*:--bar) echo 0 1 2 3 4 5 rom ;;
	esac
}

_mmiotrace() {
	local tool=$1 word=$2 before=$3 command=${COMP_WORDS[1]-} values i

	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W "$(_mmiotrace_commands "$tool") help --help --version" -- "$word")
		return
	fi
	if [[ $command == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_mmiotrace_commands "$tool")" -- "$word")
		return
	fi
	# What record is to run is a command line of its own.
	for ((i = 2; i < COMP_CWORD; i++)); do
		if [[ $command == record && ${COMP_WORDS[i]} == -- ]]; then
			mapfile -t COMPREPLY < <(compgen -c -f -- "$word")
			return
		fi
	done
	# --color=WHEN: bash takes it apart.
	if [[ $before == = && ${COMP_WORDS[COMP_CWORD - 2]} == --color ]] ||
	   [[ $before == --color && $word == = ]]; then
		mapfile -t COMPREPLY < <(compgen -W "always never auto" -- "${word#=}")
		return
	fi
	values=$(_mmiotrace_values "$command" "$before")
	if [[ $values ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
	elif [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_mmiotrace_options "$tool" "$command")" -- "$word")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		compopt -o filenames 2>/dev/null
	fi
}

complete -F _mmiotrace mmiotrace
