standard error: mmiotrace: no command 'repotr'; 'mmiotrace --help' lists them
status: 2
