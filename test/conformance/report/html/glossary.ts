import type { Term } from '../texts/words.ts';
import { marked, OUTCOME_MARKS, STATE_MARKS, WEIGHT_MARKS } from './marks.ts';
import { type Html, html } from './markup.ts';
import type { Voice } from './voice.ts';

/** Every word of the report that has a meaning of its own. */
export function glossarySection({ words, say }: Voice): Html {
  const { glossary, checks, matrix, findings, verdict, coverage } = words;
  const list = (heading: string, terms: readonly (readonly [Html, string])[]) =>
    html`<h3>${say(heading)}</h3><dl class="facts terms">${terms.map(([name, meaning]) => html`<div><dt>${name}</dt><dd>${say(meaning)}</dd></div>`)}</dl>`;
  const signed = <Key extends string>(
    marks: Readonly<Record<Key, Parameters<typeof marked>[0]>>,
    terms: Readonly<Record<Key, Term>>,
  ) => entriesOf(terms).map(([key, { name, meaning }]) => [marked(marks[key], say(name)), meaning] as const);
  const plain = (terms: Readonly<Record<string, Term>>) =>
    Object.values(terms).map(({ name, meaning }) => [say(name), meaning] as const);
  const weights = entriesOf(findings.weight).map(
    ([weight, name]) => [marked(WEIGHT_MARKS[weight], say(name)), verdict.meaning[weight]] as const,
  );
  const statuses = entriesOf(matrix.status).map(
    ([status, { name, meaning }]) => [html`${status} · ${say(name)}`, meaning] as const,
  );
  return html`<section id="glossary" aria-labelledby="glossary-heading">
<h2 id="glossary-heading">${say(glossary.heading)}</h2>
${list(glossary.outcomes, signed(OUTCOME_MARKS, checks.outcome))}
${list(glossary.states, signed(STATE_MARKS, matrix.states))}
${list(glossary.statuses, statuses)}
${list(glossary.weights, weights)}
${list(glossary.severities, plain(findings.severity))}
${list(glossary.coverage, plain(coverage.part))}
</section>`;
}

const entriesOf = <Key extends string, Value>(record: Readonly<Record<Key, Value>>): readonly [Key, Value][] =>
  Object.entries(record) as [Key, Value][];
