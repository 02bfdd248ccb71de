import type { ReactNode } from 'react'
import { scale, type Rating } from '#server/claims/verdict.ts'
import type { Approvers } from '#server/publication/published.ts'
import { verdictIcons } from '../claims/verdict-icons.ts'
import { markdownHtml } from './markdown.ts'
import { publicationMessages as messages } from './messages.ts'

interface VerdictProps {
  readonly rating: Rating | ''
  /** Whether it was taken back: it is struck through, and said to stand no longer. */
  readonly isRetracted: boolean
}

/** A verdict as icon and word. */
export function Verdict({ rating, isRetracted }: VerdictProps) {
  const Icon = verdictIcons[rating || 'none']
  return <VerdictWith rating={rating} isRetracted={isRetracted} sign={<Icon size={18} aria-hidden />} />
}

/** The same where many verdicts stand: the signs are drawn once, by `VerdictSigns` on the same page. */
export function VerdictOfMany({ rating, isRetracted }: VerdictProps) {
  const sign = (
    <svg width="18" height="18" aria-hidden>
      <use href={`#${signOf(rating)}`} width="18" height="18" />
    </svg>
  )
  return <VerdictWith rating={rating} isRetracted={isRetracted} sign={sign} />
}

/** The signs of these ratings, out of sight. */
export function VerdictSigns({ of }: { of: readonly (Rating | '')[] }) {
  return (
    <svg width="0" height="0" className="signs" aria-hidden>
      {[...new Set(of)].map((rating) => {
        const Icon = verdictIcons[rating || 'none']
        return <Icon key={rating} id={signOf(rating)} />
      })}
    </svg>
  )
}

const signOf = (rating: Rating | ''): string => `sign-${rating || 'none'}`

function VerdictWith({ rating, isRetracted, sign }: VerdictProps & { readonly sign: ReactNode }) {
  const name = rating ? scale[rating].name : messages.noVerdict
  return (
    <span className="verdict" data-rating={rating || 'none'}>
      {sign}
      {isRetracted ? (
        <>
          <span className="unseen">{messages.noLonger} </span>
          <s>{name}</s>
        </>
      ) : (
        name
      )}
    </span>
  )
}

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** A moment in UTC, or a day. */
export function When({ at }: { at: string }) {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <>{at}</>
  return <time dateTime={at}>{at.length > 10 ? `${moments.format(date)} UTC` : days.format(date)}</time>
}

/** Who approved, by name or by number. */
export const approversInWords = (approvers: Approvers): string =>
  'names' in approvers ? approvers.names.join(', ') : messages.editors(approvers.editors)

/** A text of the team in restricted Markdown. */
export function Markdown({ text }: { text: string }) {
  return <div className="prose" dir="auto" dangerouslySetInnerHTML={{ __html: markdownHtml(text) }} />
}

/** A link to where it leads on the web; the words alone if that is no address of the web. */
export function WebLink({ to, children }: { to: string; children: ReactNode }) {
  if (!/^https?:\/\//iu.test(to)) return <>{children}</>
  return (
    <a href={to} rel="nofollow noopener">
      {children}
    </a>
  )
}

/** A name and what it says, in a list of them; nothing where that is empty. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === '' || children === null) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

/** A part of the page with its title. */
export function Section({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}
