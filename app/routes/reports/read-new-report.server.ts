import { unstable_parseMultipartFormData as parseMultipart } from '@remix-run/node'
import { unreadable } from '#app/http/context.server.ts'
import { hasTooManyFields, mostFields } from '#app/http/form-parts.server.ts'
import { asProblem, Problem } from '#server/errors.ts'
import { madeFor } from '#server/identity/made-for.ts'
import { decodeUpload, reportLimit } from '#server/reports/normalize.ts'

export const newReportFields = ['title', 'publisher', 'sourceUrl', 'language', 'text'] as const
export type NewReportValues = Readonly<Record<(typeof newReportFields)[number], string>>

export interface ReadForm {
  readonly values: NewReportValues
  /** For whom, and in which team, the form was made, as the form says. */
  readonly madeFor: string | null
  /** The chosen file's bytes, cut one past the limit; null when no file was chosen. */
  readonly file: Uint8Array | null
}

// Enough for a full text field and a full file; whoever sends more is not filling in this form.
const requestLimit = 4 * reportLimit

/**
 * Reads the form of a new report, as multipart or urlencoded. No part is kept beyond the limit, however much is sent.
 * @throws {Problem} `too-large` when the whole request is; `unreadable` for one that is broken.
 */
export async function readNewReport(request: Request): Promise<ReadForm> {
  const parts = request.headers.get('content-type')?.startsWith('multipart/form-data')
    ? await readMultipart(request)
    : await readUrlencoded(request)
  const text = (name: string) => new TextDecoder().decode(parts.get(name) ?? new Uint8Array())
  const values = Object.fromEntries(newReportFields.map((name) => [name, text(name)])) as NewReportValues
  return { values, madeFor: text(madeFor.parameter) || null, file: parts.get('file') ?? null }
}

/** The text of the report: the file's when one was chosen. */
export function textOf({ values, file }: ReadForm): string {
  return file ? decodeUpload(file) : values.text
}

type Parts = ReadonlyMap<string, Uint8Array>

async function readMultipart(request: Request): Promise<Parts> {
  const parts = new Map<string, Uint8Array>()
  let total = 0
  let count = 0
  await parseMultipart(request, async ({ name, filename, data }) => {
    count += 1
    if (count > mostFields) throw new Problem('unreadable', unreadable)
    const kept = await keep(data, reportLimit + 1, (length) => {
      total += length
      if (total > requestLimit) throw tooLarge()
    })
    // Browsers send an empty part without a name when no file was chosen.
    if (name !== 'file' || filename) parts.set(name, kept)
    return undefined
  }).catch((error: unknown) => {
    throw asProblem(error) ?? new Problem('unreadable', unreadable)
  })
  return parts
}

async function readUrlencoded(request: Request): Promise<Parts> {
  let total = 0
  const bytes = await keep(chunksOf(request.body), requestLimit, (length) => {
    total += length
    if (total > requestLimit) throw tooLarge()
  })
  if (hasTooManyFields(bytes, '')) throw new Problem('unreadable', unreadable)
  const form = new URLSearchParams(new TextDecoder().decode(bytes))
  return new Map([...form].map(([name, value]) => [name, new TextEncoder().encode(value)]))
}

async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  if (!reader) return
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value
}

/** The first bytes of a stream; the rest is read and let go. */
async function keep(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  count: (length: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    count(chunk.length)
    const room = limit - length
    if (room > 0) chunks.push(chunk.subarray(0, room))
    length += Math.min(chunk.length, Math.max(0, room))
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function tooLarge(): Problem {
  const sentence = 'This is larger than 1 MB. Nothing was saved; shorten the text or choose a smaller file.'
  return new Problem('too-large', sentence, { file: sentence })
}
