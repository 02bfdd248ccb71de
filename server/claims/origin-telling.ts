import { bearingFields } from '../evidence/telling.ts'
import type { Names, Telling } from '../history/telling.ts'
import type { ClaimEvent } from './claim.ts'
import { tellAllDetails } from './details-telling.ts'
import { figureFields } from './figure-telling.ts'
import type { TakenParts } from './parts.ts'

type Of<Kind extends string> = Extract<ClaimEvent, { kind: Kind }>
export type OriginEvent = Of<'claim.split'> | Of<'claim.carve'> | Of<'claim.merge'> | Of<'claim.absorb'>

/** What splitting and merging say, each on both claims. */
export function tellOrigin(event: OriginEvent, names: Names): Telling {
  const claim = (id: string) => `claim ${names.claimNumber(id) ?? '?'}`
  switch (event.kind) {
    case 'claim.split': {
      const counts = `moving ${partCount(event.go.length)} there and copying ${partCount(event.both.length)}`
      const sentence = `split ${claim(event.into)} off this claim, ${counts}`
      return { thing: `split ${event.into}`, sentence, fields: {}, also: event.go.flatMap(endOf) }
    }
    case 'claim.carve': {
      const sentence = `made this claim by splitting ${claim(event.from)}`
      return { thing: 'split', sentence, fields: {}, also: [...tellAllDetails(event.details), ...tellParts(event)] }
    }
    case 'claim.merge':
      return { thing: 'withdrawal', sentence: `merged this claim into ${claim(event.into)}`, fields: {} }
    case 'claim.absorb': {
      const tags = { thing: 'classes', fields: { Tags: event.tags.join(', ') } }
      const sentence = `took over what ${claim(event.from)} had`
      return { thing: `merge ${event.from}`, sentence, fields: {}, also: [tags, ...tellParts(event)] }
    }
  }
}

const partCount = (count: number) => (count === 1 ? '1 part' : `${count} parts`)

/** Of a part that went, only its id is known here. */
const endOf = (id: string) =>
  ['passage', 'figure', 'evidence'].map((kind) => ({ thing: `${kind} ${id}`, fields: null }))

function tellParts({ passages, figures, evidence }: TakenParts): NonNullable<Telling['also']> {
  return [
    ...passages.map(({ id, quote }) => ({ thing: `passage ${id}`, fields: { Words: quote } })),
    ...figures.map((figure) => ({ thing: `figure ${figure.id}`, fields: figureFields(figure) })),
    ...evidence.map((each) => ({ thing: `evidence ${each.id}`, fields: bearingFields(each) })),
  ]
}
