import { Link } from '@remix-run/react'
import type { Bar, Plot } from '#server/history/plot.ts'
import { historyMessages as words } from './messages.ts'
import type { ChosenFilters } from './timeline-filters.tsx'
import styles from './activity-plot.module.css'

const [width, height, gap] = [800, 120, 0.15] as const
/** A few bars do not fill the whole width. */
const widest = 60

interface Props {
  readonly plot: Plot
  readonly chosen: ChosenFilters
}

const sumOf = ({ counts }: Bar): number => counts.reduce((sum, each) => sum + each, 0)

/** How much was recorded when: bars that lead to their days, and the same as a table. */
export function ActivityPlot({ plot, chosen }: Props) {
  const most = Math.max(1, ...plot.bars.map(sumOf))
  const to = ({ from, to: last }: Bar) => {
    const { before: _before, at: _at, ...kept } = chosen
    return `?${new URLSearchParams({ ...kept, from, to: last })}`
  }
  return (
    <section className={styles.plot} aria-label={words.activity}>
      <p className={styles.caption}>
        {words.perBar[plot.unit]} · {words.most(most)}
        {plot.begins && ` · ${words.begins} ${plot.begins}.`}
      </p>
      {/* Whoever does not see it, or uses no mouse, has the table. */}
      <svg className={styles.bars} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {plot.bars.map((bar, index) => (
          <Column key={bar.from} bar={bar} plot={plot} to={to(bar)} index={index} most={most} />
        ))}
      </svg>
      <p
        className={styles.axis}
        style={{ inlineSize: `${(100 * stepOf(plot) * plot.bars.length) / width}%` }}
        aria-hidden="true"
      >
        <span>{plot.bars[0]?.from}</span>
        {plot.bars.length > 1 && <span>{plot.bars.at(-1)?.to}</span>}
      </p>
      <ul className={styles.legend} aria-hidden="true">
        {plot.series.map((name, place) => (
          <li key={name}>
            <span className={styles.sample} data-series={place} />
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <details>
        <summary>{words.asTable}</summary>
        <PlotTable plot={plot} to={to} />
      </details>
    </section>
  )
}

interface ColumnProps {
  readonly bar: Bar
  readonly plot: Plot
  readonly to: string
  readonly index: number
  readonly most: number
}

const stepOf = ({ bars }: Plot): number => Math.min(widest, width / bars.length)

function Column({ bar, plot, to, index, most }: ColumnProps) {
  const step = stepOf(plot)
  const [x, wide] = [(index + gap / 2) * step, step * (1 - gap)]
  const heights = bar.counts.map((each) => (each / most) * height)
  const above = (place: number) => heights.slice(0, place + 1).reduce((sum, each) => sum + each, 0)
  const told = plot.series.flatMap((name, place) => (bar.counts[place] ? [`${name}: ${bar.counts[place]}`] : []))
  return (
    <Link to={to} tabIndex={-1} preventScrollReset className={styles.column} data-from={bar.from}>
      <title>{[words.daysOfBar(bar.from, bar.to), ...told].join('\n')}</title>
      <rect className={styles.ground} x={index * step} y={0} width={step} height={height} />
      {plot.series.map((name, place) => (
        <rect
          key={name}
          data-series={place}
          x={x}
          y={height - above(place)}
          width={wide}
          height={heights[place] ?? 0}
        />
      ))}
    </Link>
  )
}

function PlotTable({ plot, to }: { readonly plot: Plot; readonly to: (bar: Bar) => string }) {
  return (
    <div className={styles.scrolled} tabIndex={0} role="region" aria-label={words.asTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.days}</th>
            <th scope="col">{words.sum}</th>
            {plot.series.map((name) => (
              <th key={name} scope="col">
                <bdi>{name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plot.bars
            .filter((bar) => sumOf(bar) > 0)
            .map((bar) => (
              <tr key={bar.from}>
                <th scope="row">
                  <Link to={to(bar)} preventScrollReset>
                    {words.daysOfBar(bar.from, bar.to)}
                  </Link>
                </th>
                <td>{sumOf(bar)}</td>
                {plot.series.map((name, place) => (
                  <td key={name}>{bar.counts[place]}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
