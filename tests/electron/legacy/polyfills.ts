// What Node 16 and Electron 22 lack of what the program uses.
import './language.ts'
import './node.ts'
import './electron.ts'
