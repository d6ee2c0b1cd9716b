import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gateMetrics } from '@bauta/sdk/metrics';
import { ERROR_STATUS } from '@bauta/sdk/protocol';
import { describe, expect, it } from 'vitest';
import { writeDashboard } from '../../generate/dashboard.ts';
import { ROOT } from '../../laws/sources.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every metric of a gate, with the labels that it has once all has happened. */
function metricsOfAGate(): ReadonlyMap<string, ReadonlySet<string>> {
  const metrics = gateMetrics({ now: () => 1_763_467_200 });
  metrics.onRefused('ERR_TOKEN_SPENT');
  for (const event of ['session-opened', 'session-copied', 'directory-unreachable'] as const)
    metrics.onEvent({ event });
  metrics.onEvent({ event: 'directory-refreshed', keys: 3 });
  metrics.onEvent({ event: 'shut', code: 'ERR_STORE_UNAVAILABLE' });
  const found = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of metrics.text().matchAll(/^(bauta_\w+)(?:\{(.*)\})? /gm)) {
    const known = found.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    found.set(name, known);
  }
  return found;
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  }[];
}

const dashboard = (): Dashboard => JSON.parse(writeDashboard());

describe('what an operator is given to look at', () => {
  const metrics = metricsOfAGate();
  const texts = [
    ['the dashboard', dashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))],
    ['the alert rules', [...read('spec/dashboards/alerts.yml').matchAll(/expr: (.*)/g)].map(([, expr = '']) => expr)],
  ] as const;

  it.each(texts)('%s ask for metrics and labels that there are, and for codes that there are', (_, expressions) => {
    expect(expressions.length).toBeGreaterThan(5);
    for (const expression of expressions) {
      const names = expression.match(/bauta_\w+/g) ?? [];
      expect(names, expression).not.toEqual([]);
      for (const name of names) {
        expect([...metrics.keys()]).toContain(name);
        const [, by = ''] = /by \((\w+)\)/.exec(expression) ?? [];
        if (by !== '') expect([...(metrics.get(name) ?? [])]).toContain(by);
        for (const [, label = ''] of expression.matchAll(/(\w+)=~?"/g)) {
          // Prometheus itself adds the job.
          if (label !== 'job') expect([...(metrics.get(name) ?? [])]).toContain(label);
        }
      }
      for (const code of expression.match(/ERR_\w+/g) ?? []) expect(Object.keys(ERROR_STATUS)).toContain(code);
    }
  });

  it('the dashboard shows every metric', () => {
    const asked = dashboard()
      .panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
      .join(' ');
    for (const name of metrics.keys()) expect(asked).toContain(name);
  });

  it('no two panels of it lie upon each other, and none sticks out', () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of dashboard().panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`), title).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
  });

  it('the rules of the guide are those of the file', () => {
    const [, block] = /```yaml\n(groups:[^`]*)```/.exec(read('spec/guides/operating.md')) ?? [];
    expect(read('spec/dashboards/alerts.yml')).toContain(block);
  });
});
