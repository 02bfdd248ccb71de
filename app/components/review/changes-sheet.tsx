import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import { changeStateNames, changeStates } from '#server/review/requested-change.ts'
import type { ChangesSheet, SheetItem } from '#server/review/sheet.ts'
import { sheetWords as words } from '#server/review/sheet-words.ts'
import { changeMessages as messages } from './messages.ts'
import styles from './changes-sheet.module.css'

/** The requested changes of a report as a sheet of paper shows them; it works without scripts. */
export function ChangesSheetPage({ sheet }: { sheet: ChangesSheet }) {
  const { report, items } = sheet
  return (
    <div className={styles.page}>
      <Choice sheet={sheet} />
      <h1 className={styles.title}>{words.title}</h1>
      <p className={styles.report} dir="auto">
        {report.title}
      </p>
      <p className={styles.about}>{words.about(sheet)}</p>
      <p className={styles.about}>{words.states(sheet)}</p>
      <p className={styles.about}>{words.printed(sheet)}</p>
      {items.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              {[words.number, words.passage, words.reason, words.state].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} language={report.language} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** Which states the sheet includes, and its ways out. None of this is printed. */
function Choice({ sheet: { report, states } }: { sheet: ChangesSheet }) {
  return (
    <div className={styles.choice}>
      <Link to={paths.report(report.id)}>← {report.title}</Link>
      <form method="get" action={paths.reportChanges(report.id)} className={styles.states}>
        <fieldset>
          <legend>{messages.sheetStates}</legend>
          {changeStates.map((state) => (
            <label key={state}>
              <input type="checkbox" name="state" value={state} defaultChecked={states.includes(state)} />{' '}
              {changeStateNames[state]}
            </label>
          ))}
        </fieldset>
        <button type="submit">{messages.sheetShow}</button>
        <button type="submit" formAction={paths.reportChangesFile(report.id)}>
          {messages.sheetFile}
        </button>
      </form>
      <p className={styles.about}>{messages.sheetHint}</p>
    </div>
  )
}

function Row({ item, language }: { item: SheetItem; language: string }) {
  const { claim, overlaps } = item
  return (
    <tr id={`change-${item.number}`}>
      <th scope="row">{item.number}</th>
      <td>
        <p className={styles.passage} lang={language || undefined} dir="auto">
          {item.before}
          <del>{item.quote}</del> {item.replacement ? <ins>{item.replacement}</ins> : <em>[{words.dropped}]</em>}
          {item.after}
        </p>
        <p className={styles.about}>{words.edition(item.edition)}</p>
      </td>
      <td>
        <p dir="auto">{item.reason}</p>
        {claim && <p className={styles.about}>{words.claim(claim)}</p>}
        {overlaps.length > 0 && <p className={styles.about}>{words.overlaps(overlaps)}</p>}
      </td>
      <td>
        <p>
          <strong>{words.stateOf(item)}</strong>
        </p>
        <p className={styles.about}>{words.requested(item)}</p>
        {item.moves.map((move) => (
          <p key={`${move.to} ${move.at}`} className={styles.about}>
            {words.moved(move)}
          </p>
        ))}
      </td>
    </tr>
  )
}
