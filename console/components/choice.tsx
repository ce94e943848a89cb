/**
 * One of several, chosen from a list; it takes effect at once.
 * @module
 */
interface ChoiceProps {
  /** Unique in the page. */
  id: string;
  label: string;
  value: string;
  choices: readonly (readonly [value: string, label: string])[];
  choose: (value: string) => void;
}

export function Choice({ id, label, value, choices, choose }: ChoiceProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {choices.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
