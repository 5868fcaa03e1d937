@rem npm start on Windows: `exec` is a command of POSIX shells, which replaces the shell so that signals reach the program.
@%*
