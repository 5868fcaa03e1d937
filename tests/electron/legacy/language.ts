// The language as of today, on the JavaScript of 2022.
import 'core-js/actual'
