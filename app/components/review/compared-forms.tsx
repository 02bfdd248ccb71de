import { useMemo } from 'react'
import type { ClaimForm } from '#server/publication/form.ts'
import { formWords } from '#server/publication/form-words.ts'
import { compareForms, type MarkedWords } from '#server/review/compare.ts'
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
          .map(({ label, text }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td dir="auto">{text}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Comparison({ before, now, beforeTitle }: { before: ClaimForm; now: ClaimForm; beforeTitle: string }) {
  const rows = useMemo(() => compareForms(before, now), [before, now])
  return (
    <>
      {rows.every(({ isChanged }) => !isChanged) && <p className="quiet">{words.unchanged}</p>}
      <table className={styles.forms} data-compared>
        <thead>
          <tr>
            <td />
            <th scope="col">{beforeTitle}</th>
            <th scope="col">{words.now}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, isChanged, before: was, now: is }) => (
            <tr key={label} data-changed={isChanged || undefined}>
              <th scope="row">{label}</th>
              <td dir="auto">
                <Words all={was} as="del" title={words.was} />
              </td>
              <td dir="auto">
                <Words all={is} as="ins" title={words.is} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Words({ all, as: Tag, title }: { all: readonly MarkedWords[]; as: 'ins' | 'del'; title: string }) {
  if (all.length === 0) return <span className="quiet">{words.empty}</span>
  return (
    <>
      <span className={styles.narrowTitle}>{title} </span>
      {all.map(({ text, isChanged }, index) =>
        // Words have no name of their own; their place in the sentence is what they are.
        isChanged ? (
          <Tag key={`${String(index)} changed`}>{text}</Tag>
        ) : (
          <span key={`${String(index)} same`}>{text}</span>
        ),
      )}
    </>
  )
}
