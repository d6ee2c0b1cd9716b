import type { ProbeAct } from '../probe-act.ts';

/**
 * Shows the site tokens that are each wrong for one reason. Records the robot's exchanges, and for each kind a fact
 * `presented`: `{ kind, answer: id, status, hasSession }` and, where a session was opened, an exchange `after` of a gated
 * page with it.
 */
export const presentations: ProbeAct = {
  name: 'presentations',
  title: { en: 'Showing tokens that are wrong', fr: 'Présenter des jetons faux' },
  needs: ['tokens', 'authority'],
  async run({ target, record, http, robot, progress }) {
    if (robot === undefined) return record.leave('no-tokens');
    for (const kind of robot.kinds) {
      if (kind === 'good') continue;
      progress(kind);
      const { answer, status, cookie } = await robot.present(record, kind);
      record.add({
        kind: 'fact',
        label: 'presented',
        value: { kind, answer, status, hasSession: cookie !== undefined },
      });
      if (cookie === undefined) continue;
      await http.send(record, {
        url: target.href,
        headers: { cookie, accept: 'text/html' },
        label: 'after',
        by: 'robot',
      });
    }
  },
};
