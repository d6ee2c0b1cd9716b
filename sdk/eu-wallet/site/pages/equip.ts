import type { Page } from '../../../gate/pages/page.ts';
import { SCRIPT_PATH, STYLE_PATH } from '../paths.ts';

const LOADS = `<link rel="stylesheet" href="${STYLE_PATH}">\n<script src="${SCRIPT_PATH}" defer></script>\n</head>`;

/** A page of the gate, which has no script, with ours: it may load that one, and ask this site by it. */
export function equip({ html, headers }: Page): Page {
  const policy = headers['content-security-policy'] as string;
  return {
    html: html.replace('</head>', LOADS),
    headers: { ...headers, 'content-security-policy': `${policy}; script-src 'self'; connect-src 'self'` },
  };
}
