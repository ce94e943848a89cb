/**
 * How often each reason came: a table whose rows are bars, which needs no second form.
 * @module
 */
import { reasonWords } from "../../words/reasons.ts";
import type { Reasons } from "./figures.ts";

export function ReasonBars({ reasons: { counts, seen, cut } }: { reasons: Reasons }) {
  const most = counts[0]?.[1] ?? 1;
  return (
    <section class="chart card" aria-labelledby="reasons-title">
      <h3 id="reasons-title">没有成功的原因</h3>
      <p class="muted">
        {cut
          ? `按最近的 ${seen.toLocaleString()} 次统计，更早的没有计入。`
          : `共 ${seen.toLocaleString()} 次。`}
      </p>
      {counts.length === 0 ? (
        <p>这段时间里全部成功。</p>
      ) : (
        <table class="table bars" aria-labelledby="reasons-title">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">原因</th>
              <th scope="col">次数</th>
            </tr>
          </thead>
          <tbody>
            {counts.map(([reason, times]) => (
              <tr key={reason}>
                <th scope="row">{reasonWords(reason).what}</th>
                <td>
                  <div class="bar-row">
                    <span class="bar" style={{ inlineSize: `${(times / most) * 75}%` }} />
                    <span class="number">{times.toLocaleString()}</span>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
