/**
 * How a page tells, with everything it sends, which person it was made for. Cookies are shared by all tabs of a browser:
 * somebody else may be signed in by now, and then nothing of this page may go out under their name.
 */
export const madeFor = {
  /** With a POST: the person's id. */
  header: 'plumbline-made-for',
  /** With a socket, and in a form that the browser sends by itself. */
  parameter: 'as',
} as const
