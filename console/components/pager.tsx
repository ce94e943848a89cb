/**
 * Which part of a list this is, and the way to the others.
 * @module
 */
interface PagerProps {
  /** From 1 on. */
  page: number;
  /** How many a page holds, and how many this one does. */
  size: number;
  count: number;
  /** Null where nobody has counted. */
  total: number | null;
  /** What is counted. */
  unit: string;
  go: (page: number) => void;
}

export function Pager({ page, size, count, total, unit, go }: PagerProps) {
  const first = (page - 1) * size;
  const more = total === null ? count === size : first + count < total;
  const range =
    count === 0
      ? "没有更多了"
      : `第 ${(first + 1).toLocaleString()}–${(first + count).toLocaleString()} ${unit}`;
  const button = (label: string, to: number, possible: boolean) => (
    <button type="button" aria-disabled={possible ? undefined : "true"} onClick={() => possible && go(to)}>
      {label}
    </button>
  );
  return (
    <nav class="pager" aria-label="翻页">
      {button("上一页", page - 1, page > 1)}
      <p role="status" class="muted">
        {range}
        {total !== null && `，共 ${total.toLocaleString()} ${unit}`}
      </p>
      {button("下一页", page + 1, more)}
    </nav>
  );
}
