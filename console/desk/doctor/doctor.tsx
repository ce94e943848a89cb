/**
 * The check-up: what is wrong with the service, what it means, what to do.
 * @module
 */
import { useLayoutEffect } from "preact/hooks";
import { ActionButton } from "../../components/action-button.tsx";
import { Badge } from "../../components/badge.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { momentWords } from "../../words/times.ts";
import { Broken } from "../broken.tsx";
import {
  type Check,
  type CheckUp,
  checkUp,
  countWords,
  examine,
  failure,
  loading,
  ofVerdict,
  troubleText,
  VERDICTS,
} from "./check-up.ts";

export function Doctor() {
  useLayoutEffect(() => void examine(), []);
  const report = checkUp.value;
  return (
    <section class="list doctor" aria-labelledby="doctor-title">
      <div class="list-head">
        <h2 id="doctor-title">体检</h2>
        <ActionButton label="重新检查" busyLabel="正在检查…" action={examine} />
      </div>
      <p class="muted">
        检查版本、文件、数据库、设置、微信凭据、备份等；会向微信取一次接口凭据，不改动任何东西。
      </p>
      <Broken failure={failure.value} />
      {report ? (
        <div class="check-up" aria-busy={loading.value}>
          <Summary report={report} />
          <Checks report={report} verdict="broken" />
          <Checks report={report} verdict="advice" />
          <Folded report={report} verdict="not_checked" />
          <Folded report={report} verdict="sound" />
        </div>
      ) : (
        !failure.value && <p class="placeholder">正在检查，连不上微信时要等几秒…</p>
      )}
    </section>
  );
}

const CONCLUSIONS: { [Verdict in CheckUp["verdict"]]: string } = {
  broken: "有要处理的问题",
  advice: "能用，有几处可以更好",
  sound: "一切正常",
};

function Summary({ report }: { report: CheckUp }) {
  const { tone } = VERDICTS[report.verdict];
  return (
    <div class="conclusion card" data-tone={tone}>
      <div>
        <p class="conclusion-title">{CONCLUSIONS[report.verdict]}</p>
        <p class="muted">
          {countWords(report)}。
          <time dateTime={report.checked_at}>{momentWords(Date.parse(report.checked_at))}</time> 检查
        </p>
      </div>
      {report.verdict !== "sound" && <CopyButton text={troubleText(report)} what="问题与建议" />}
    </div>
  );
}

interface Part {
  report: CheckUp;
  verdict: Check["verdict"];
}

function Checks({ report, verdict }: Part) {
  const checks = ofVerdict(report, verdict);
  if (checks.length === 0) return null;
  return (
    <ul class="lines" aria-label={VERDICTS[verdict].label}>
      {checks.map((check) => (
        <li key={check.id} id={`check-${check.id}`}>
          <CheckItem check={check} />
        </li>
      ))}
    </ul>
  );
}

/** What asks nothing of anybody, out of the way. */
function Folded(part: Part) {
  const { length } = ofVerdict(part.report, part.verdict);
  if (length === 0) return null;
  return (
    <details class="folded">
      <summary>
        {VERDICTS[part.verdict].label}（{length} 项）
      </summary>
      <Checks {...part} />
    </details>
  );
}

function CheckItem({ check: { id, title, verdict, seen, means, todo } }: { check: Check }) {
  const { tone, label } = VERDICTS[verdict];
  return (
    <>
      <p class="line-head">
        <Badge tone={tone}>{label}</Badge>
        <span class="line-what">{title}</span>
        <code class="muted">{id}</code>
      </p>
      <p class="check-seen">{seen}</p>
      <p class="line-todo">{means}</p>
      {todo !== "" && (
        <p>
          <strong>怎么办：</strong>
          {todo}
        </p>
      )}
    </>
  );
}
