Usage: mmiotrace COMMAND [OPTIONS]
Records every access that drivers make to the registers of devices.

Commands:
  record     trace until a command ends or Ctrl-C
  report     print a trace: for people, for other tools, for scripts
  stat       count what was done to each register of a trace
  diff       compare two traces: what does B do that A doesn't
  info       what is in a trace, on one screen
  regs       write the registers of a driver's source as rules
  mark       write a mark into the recordings that run
  list       show devices, their mappings, and whether they can be traced
  selftest   prove that interception works here, without touching a device

Options:
  --help     this text; COMMAND --help, or help COMMAND, for a command's own
  --version  version of this tool

Exit status: 0 success, 1 failure, 2 wrong usage.
