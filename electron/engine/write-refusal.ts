/** Why the system did not take a file, as the end of a sentence without its full stop. */
export function writeRefusal(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  switch (code) {
    case 'ENOSPC': case 'EDQUOT': return 'the disk is full'
    case 'ENOENT': return 'its folder does not exist'
    case 'EACCES': case 'EPERM': return 'this user may not write there'
    case 'EROFS': return 'the disk is read-only'
    case 'ENAMETOOLONG': return 'its name is too long'
    default: return message
  }
}
