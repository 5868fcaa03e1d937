// What has to hold before anything else is loaded, then the window.
import './no-generated-code.ts'

void import('./start.ts')
