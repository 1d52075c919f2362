// Explains the error codes of files, SQLite and the network in plain sentences. The system's own
// messages name calls and codes, which do not help a user.

/** Each text follows "cannot read FILE: ", "URL does not answer (" and the like. */
const sentences: ReadonlyMap<string, string> = new Map(
  Object.entries({
    EACCES: 'permission is denied; check the rights of the file and of its folder',
    EBUSY: 'it is in use by the system or another process',
    EDQUOT: 'the disk quota is used up; free some space, or name another disk',
    EEXIST: 'there is something of this name already',
    EFBIG: 'the file would become larger than is allowed here',
    EINVAL: 'the system does not accept this name or use',
    EIO: 'the disk reports an error',
    EISDIR: 'it is a folder; name a file',
    ELOOP: 'it is a link that leads back to itself; name the file',
    EMFILE: 'too many files are open; raise the limit (ulimit -n)',
    ENAMETOOLONG: 'the name is too long; choose a shorter one',
    ENFILE: 'too many files are open on this machine',
    ENODEV: 'there is no such device',
    ENOENT: 'there is no such file or folder',
    ENOMEM: 'the memory is used up',
    ENOSPC: 'the disk is full; free some space, or name another disk',
    ENOTDIR: 'a part of the path is a file and no folder; correct the path',
    ENXIO: 'there is no such device, or nobody reads there',
    EPERM: 'the system does not permit it',
    EPIPE: 'the reader has closed the pipe',
    EROFS: 'it lies on a read-only file system; name another place',
    ETXTBSY: 'it is a program that runs',
    ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GiB, which is the most',
    ERR_INVALID_ARG_VALUE: 'the name holds a null byte; correct the name',
    ERR_STRING_TOO_LONG: 'the file is larger than 512 MiB, which is the most',

    SQLITE_BUSY: 'another process is writing to it; stop that, or name another file',
    SQLITE_CANTOPEN: 'it cannot be opened; check that the file and its folder can be written',
    SQLITE_CORRUPT: 'the file is damaged; restore a copy, or remove it to have it made again',
    SQLITE_FULL: 'the disk is full; free some space, or name a file on another disk',
    SQLITE_IOERR: 'the disk reports an error',
    SQLITE_LOCKED: 'another connection is using it',
    SQLITE_NOMEM: 'the memory is used up',
    SQLITE_NOTADB: 'it is not an SQLite database; name another file',
    SQLITE_PERM: 'permission is denied; check that the file and its folder can be written',
    SQLITE_READONLY: 'it cannot be written; check the rights of the file and of its folder',
    SQLITE_TOOBIG: 'a row is larger than SQLite allows',

    EADDRNOTAVAIL: 'this machine has no way to that address',
    EAI_AGAIN: 'the name cannot be looked up at the moment',
    ECONNABORTED: 'the connection was cut',
    ECONNREFUSED: 'nothing listens there',
    ECONNRESET: 'the connection was cut',
    EHOSTUNREACH: 'there is no way to that host',
    ENETUNREACH: 'there is no way to that network',
    ENOTFOUND: 'there is no such host',
    ETIMEDOUT: 'no connection came about in time',
    UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
    UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
    UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
    UND_ERR_SOCKET: 'the connection was closed before the answer was whole',
  }),
)

/** Explanations for all codes that match a pattern. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^HPE_|^HTTPParserError$/, 'it does not speak HTTP'],
  [/^ERR_SSL_|^EPROTO$/, 'it does not speak https as this program does'],
  [/CERT|_SIGNATURE$/, 'its certificate is not trusted; name its authority in NODE_EXTRA_CA_CERTS'],
]

/** Undefined for an error that has no known code. */
export function systemReasonOf(error: unknown): string | undefined {
  const code = codeOf(error)
  if (code === undefined) return undefined
  // SQLite adds details to its codes, as in SQLITE_IOERR_WRITE.
  return (
    sentences.get(code) ??
    sentences.get(code.split('_', 2).join('_')) ??
    families.find(([pattern]) => pattern.test(code))?.[1]
  )
}

/**
 * Explains a failure to people: the meaning of a system error, or the message of any other error.
 */
export function reasonOf(error: unknown): string {
  const reason = systemReasonOf(error)
  if (reason !== undefined) return reason
  const { message, name } = fieldsOf(error)
  return message || codeOf(error) || name || String(error)
}

/** The HTTP parser of fetch() sets a name instead of a code. */
export function codeOf(error: unknown): string | undefined {
  const { code, name } = fieldsOf(error)
  return typeof code === 'string' ? code : name === 'HTTPParserError' ? name : undefined
}

type Fields = { readonly code?: unknown; readonly message?: string; readonly name?: string }

/**
 * Errors of Node.js are not instances of `Error` in jest, which creates new globals for each test
 * file.
 */
const fieldsOf = (error: unknown): Fields => Object(error)
