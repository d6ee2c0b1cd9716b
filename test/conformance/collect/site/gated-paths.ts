import type { EvidenceView } from '../../evidence/view.ts';

/** Paths that the site itself says exist and are gated (`canaries` of its age-gate.json); none where it says nothing. */
export function gatedPathsOf(seen: EvidenceView): readonly string[] {
  const [answer] = seen.probe('well-known').exchanges('age-gate');
  if (answer?.response?.status !== 200) return [];
  try {
    const { canaries } = JSON.parse(seen.text(answer.response.body)) as { canaries?: unknown };
    return Array.isArray(canaries)
      ? canaries.filter((path): path is string => typeof path === 'string' && path.startsWith('/'))
      : [];
  } catch {
    return [];
  }
}
