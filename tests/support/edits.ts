import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** The first edit of a client id: one letter in a text. */
export function typedBy(client: number, root = 'notes'): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText(root).insert(0, 'x')
  return Y.encodeStateAsUpdate(doc)
}

/** The second edit of a client id, without its first. */
export function laterEditOf(client: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText('notes').insert(0, 'first')
  const first = Y.encodeStateVector(doc)
  doc.getText('notes').insert(5, ' second')
  return Y.encodeStateAsUpdate(doc, first)
}

/** Another text inside a text. */
export function nestedBy(client: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getText('notes').insertEmbed(0, new Y.Text('inside'))
  return Y.encodeStateAsUpdate(doc)
}

/** What a page tells of itself under an id; null to end it (y-protocols awareness). */
export function presenceOf(id: number, state: unknown): Uint8Array {
  return encoding.encode((encoder) => {
    for (const count of [1, id, Date.now()]) encoding.writeVarUint(encoder, count)
    encoding.writeVarString(encoder, JSON.stringify(state))
  })
}
