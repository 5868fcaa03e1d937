// The packages with native parts: they stay outside the bundles and go into the packaged program as they are.

export const nativePackages = ['better-sqlite3', 'onnxruntime-node']

/** What those need when the program runs. */
export const theirPackages = ['onnxruntime-common']
