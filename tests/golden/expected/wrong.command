standard error: mmiotrace: no command 'repotr'; did you mean 'report'?
status: 2
