/** Why the server did not do what it was asked (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  /** The HTTP status; 0: nobody answered. */
  readonly status: number;
  /** The kind of problem, for programs. */
  readonly code: string;
  /** The field that is not acceptable. */
  readonly field: string | undefined;
  /** The contact's open room, given with `other_room_open`. */
  readonly room: string | undefined;
  /** Bytes in a file, at the most: given with `file_too_large`. */
  readonly most: number | undefined;
  /** When to try again, in milliseconds. */
  readonly wait: number | undefined;

  constructor(
    status: number,
    document: { code?: string; detail?: string; field?: string; room_id?: string; max_bytes?: number } = {},
    wait?: number,
  ) {
    super(document.detail ?? `the server answered ${status}`);
    this.status = status;
    this.code = document.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.field = document.field;
    this.room = document.room_id;
    this.most = document.max_bytes;
    this.wait = wait;
  }

  /** Whether the same request may succeed later. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether the token is no longer good. */
  get isSignedOut(): boolean {
    return this.status === 401;
  }
}
