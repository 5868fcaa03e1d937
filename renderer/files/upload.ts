// Sends one dropped file to the web host, which puts a copy into an allowed folder. fetch tells nothing of how far an upload is, so XHR.
import { StructLocError } from '../../core/errors.ts'
import { fromCodedError, type CodedError } from '../../electron/contract/errors.ts'

/**
 * @param sent hears the bytes sent so far
 * @returns the copy's path
 * @throws StructLocError of the host; 'cancelled'; 'unreadable' where the browser cannot read it (a folder)
 */
export function upload(file: File, token: string, signal: AbortSignal, sent: (bytes: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const fail = (code: 'cancelled' | 'unreadable' | 'internal', message: string): void => reject(new StructLocError(code, message))
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded }) => sent(loaded))
    request.addEventListener('load', () => {
      const answer = request.response as { path: string } | CodedError | null
      if (request.status === 201 && answer && 'path' in answer) resolve(answer.path)
      else if (answer && 'code' in answer) reject(fromCodedError(answer))
      else fail('internal', `${file.name} was not taken (status ${request.status}).`)
    })
    request.addEventListener('error', () => fail('unreadable', `${file.name} could not be copied: the connection broke, or it is a folder (a browser gives only single files; use Open).`))
    request.addEventListener('abort', () => fail('cancelled', `The copy of ${file.name} was cancelled.`))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
