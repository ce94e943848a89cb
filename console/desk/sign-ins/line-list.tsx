/**
 * Lines of the log in words: what happened, why, and what to do.
 * @module
 */
import { Badge } from "../../components/badge.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { reasonWords } from "../../words/reasons.ts";
import { shortTimeWords } from "../../words/times.ts";
import { personPath } from "../paths.ts";
import { type Line, operationWords, outcomeWords } from "./line.ts";

interface LineListProps {
  lines: Line[];
  /** The names by record id; null where it is one person's list. */
  names: Map<string, string> | null;
  /** Names the list. */
  labelledBy: string;
}

export function LineList({ lines, names, labelledBy }: LineListProps) {
  return (
    <ol class="lines" aria-labelledby={labelledBy}>
      {lines.map((line) => (
        <li key={line.id}>
          <LineItem line={line} names={names} />
        </li>
      ))}
    </ol>
  );
}

function LineItem({ line, names }: { line: Line; names: Map<string, string> | null }) {
  const failed = line.reason !== "";
  const words = reasonWords(line.reason);
  const fault = failed && (line.status ?? 0) >= 500;
  return (
    <>
      <p class="line-head">
        <time dateTime={line.created.replace(" ", "T")} class="number muted">
          {shortTimeWords(line.created)}
        </time>
        <Badge tone={fault ? "bad" : failed ? "warn" : "good"}>
          {fault ? "故障" : failed ? "被拒绝" : "成功"}
        </Badge>
        <span class="line-what">{failed ? words.what : outcomeWords(line.outcome)}</span>
        <span class="muted">{operationWords(line.operation)}</span>
        {names && <Who line={line} names={names} />}
      </p>
      {failed && words.todo !== "" && <p class="line-todo">{words.todo}</p>}
      {failed && (
        <details class="notice-reason">
          <summary aria-label={`详情：${shortTimeWords(line.created)} ${words.what}`}>详情</summary>
          <Facts line={line} />
        </details>
      )}
    </>
  );
}

function Who({ line, names }: { line: Line; names: Map<string, string> }) {
  const name = names.get(line.person);
  if (line.person === "") return line.phone === "" ? null : <span class="number">{line.phone}</span>;
  return <a href={personPath(line.person)}>{name ?? `已删除的记录 ${line.person}`}</a>;
}

function Facts({ line }: { line: Line }) {
  const facts: [label: string, value: string, copy?: true][] = [
    ["原因代码", line.reason, true],
    ["微信 errcode", line.errcode === null ? "" : String(line.errcode), true],
    ["微信 rid", line.rid, true],
    ["白名单缺少的地址", line.address, true],
    ["被拒绝的字段", line.fields],
    ["手机号", line.phone],
    ["来源地址", line.ip],
    ["用时", line.duration === null ? "" : `${line.duration} 毫秒`],
    ["其中微信", line.wechatMs === null ? "" : `${line.wechatMs} 毫秒`],
    ["出错位置", line.cause, true],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== "")
        .map(([label, value, copy]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <code>{value}</code>
              {copy && <CopyButton text={value} what={label} />}
            </dd>
          </div>
        ))}
    </dl>
  );
}
