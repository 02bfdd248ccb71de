import { useMemo } from 'react'
import { block } from '#server/history/erasure.ts'
import type { ClaimForm } from '#server/publication/form.ts'
import { formWords } from '#server/publication/form-words.ts'
import { compareForms, type Compared } from '#server/review/compare.ts'
import { linked, type LinkedWords } from '#server/review/linked-words.ts'
import { Markdown } from '../publication/parts.tsx'
import { reviewMessages as words } from './review-messages.ts'
import styles from './review.module.css'

interface Props {
  /** Null when there is nothing to compare with. */
  readonly before: ClaimForm | null
  readonly now: ClaimForm
  readonly beforeTitle: string
}

/** Everything a reader would see, beside what it was; the words that differ are marked and said. */
export function ComparedForms({ before, now, beforeTitle }: Props) {
  if (!before) return <FormTable form={now} />
  return <Comparison before={before} now={now} beforeTitle={beforeTitle} />
}

function FormTable({ form }: { form: ClaimForm }) {
  return (
    <table className={styles.forms}>
      <tbody>
        {formWords(form)
          .filter(({ text }) => text !== '')
          .map(({ label, text, addresses, isMarkdown }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td dir="auto">
                {isMarkdown ? (
                  <Rendered text={text} />
                ) : (
                  <Words all={linked([{ text, isChanged: false }], addresses)} as="ins" />
                )}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Comparison({ before, now, beforeTitle }: { before: ClaimForm; now: ClaimForm; beforeTitle: string }) {
  const rows = useMemo(() => compareForms(before, now), [before, now])
  const isErased = JSON.stringify(now).includes(block)
  return (
    <>
      {rows.every(({ isChanged }) => !isChanged) && (
        <p className="quiet">
          {words.unchanged} {isErased && words.blocksOfErased}
        </p>
      )}
      <table className={styles.forms} data-compared>
        <thead>
          <tr>
            <td />
            <th scope="col">{beforeTitle}</th>
            <th scope="col">{words.now}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label} data-changed={row.isChanged || undefined}>
              <th scope="row">{row.label}</th>
              <td dir="auto">
                <Side row={row} all={row.before} as="del" title={words.was} />
              </td>
              <td dir="auto">
                <Side row={row} all={row.now} as="ins" title={words.is} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

interface SideProps extends WordsProps {
  readonly row: Compared
  readonly title: string
}

/** Words that differ are marked as they are written; Markdown without a mark is shown as readers see it. */
function Side({ row: { isChanged, isMarkdown }, all, as, title }: SideProps) {
  if (all.length === 0) return <span className="quiet">{words.empty}</span>
  const written = all.flatMap((each) => each.words.map(({ text }) => text)).join('')
  return (
    <>
      <span className={styles.narrowTitle} dir="ltr">
        {title}{' '}
      </span>
      {isMarkdown && !isChanged ? <Rendered text={written} /> : <Words all={all} as={as} />}
      {isMarkdown && isChanged && (
        <details>
          <summary>{words.asRead}</summary>
          <Markdown text={written} />
        </details>
      )}
    </>
  )
}

/** Markdown as readers see it, and as it is written: that is what the content hash is of. */
function Rendered({ text }: { text: string }) {
  return (
    <>
      <Markdown text={text} />
      <details>
        <summary>{words.asWritten}</summary>
        {text}
      </details>
    </>
  )
}

interface WordsProps {
  readonly all: readonly LinkedWords[]
  readonly as: 'ins' | 'del'
}

// Words have no name of their own; their place in the sentence is what they are.
function Words({ all, as: Tag }: WordsProps) {
  return all.map(({ address, words: own }, place) => {
    const marked = own.map(({ text, isChanged }, index) =>
      isChanged ? (
        <Tag key={`${String(index)} changed`}>{text}</Tag>
      ) : (
        <span key={`${String(index)} same`}>{text}</span>
      ),
    )
    return address === null ? (
      <span key={`${String(place)} words`}>{marked}</span>
    ) : (
      <a key={`${String(place)} address`} href={address} target="_blank" rel="noreferrer noopener">
        {marked}
      </a>
    )
  })
}
