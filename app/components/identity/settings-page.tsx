import { Link } from '@remix-run/react'
import type { RetentionView } from '#server/reports/queries/retention.ts'
import type { SettingsView } from '#server/review/queries/settings.ts'
import { paths } from '#app/paths.ts'
import { Retention } from '../reports/retention.tsx'
import { settingsMessages as words } from './messages.ts'
import { ReadersForm } from './readers-form.tsx'
import { RulesForm } from './rules-form.tsx'

interface Props {
  readonly settings: SettingsView
  readonly retention: RetentionView
}

/** What the team asks of a claim, how it stands before its readers, and how long it keeps what it worked with. */
export function SettingsPage({ settings: { rules, rulesSeq, page, mayChange }, retention }: Props) {
  const readOnly = mayChange ? undefined : words.readOnly
  return (
    <div className="plain-page">
      <h1>{words.title}</h1>
      <p className="quiet">{readOnly ?? words.intro}</p>
      <p>
        <Link to={paths.team()}>{words.team}</Link>
      </p>
      <section aria-labelledby="rules">
        <h2 id="rules">{words.rules}</h2>
        <p className="quiet">{words.rulesIntro}</p>
        <RulesForm rules={rules} seen={rulesSeq} readOnly={readOnly} />
      </section>
      <section aria-labelledby="readers">
        <h2 id="readers">{words.readers}</h2>
        <p className="quiet">{page ? words.readersIntro : words.noPageYet}</p>
        <ReadersForm page={page} readOnly={readOnly} />
      </section>
      <Retention retention={retention} />
    </div>
  )
}
