import { randomBytes } from 'node:crypto';
import type { Fault, Works } from '../../frame.ts';
import { cookieOf, goHome, pathOf } from './asks.ts';
import { giveHtml, page } from './content.ts';

interface Account {
  readonly password: string;
  isProven: boolean;
}

const NAME = 'account';
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax';
const LINKS = '<p><a href="/sign-up">Créer un compte</a> <a href="/login">Se connecter</a></p>\n</main>';

const form = (action: string, button: string): string => `<form method="post" action="${action}">
<p><label for="name">Nom</label> <input id="name" name="username" autocomplete="username" required></p>
<p><label for="password">Mot de passe</label> <input id="password" name="password" type="password" required></p>
<p><button>${button}</button></p>
</form>`;

const PAGES: Readonly<Record<string, string>> = {
  '/sign-up': page('Nouveau compte', form('/sign-up', 'Créer le compte')),
  '/login': page('Connexion', form('/login', 'Se connecter')),
};

/**
 * Accounts at `/sign-up` and `/login`, open to everyone. Being logged in opens nothing by itself.
 * @param options.carryProof the fault: an account that was ever used in a session is let in wherever it logs in
 */
export function accounts({ carryProof }: { readonly carryProof: boolean }): () => Fault {
  return () => {
    const byName = new Map<string, Account>();
    const bySession = new Map<string, Account>();

    async function open(request: Request, works: Works): Promise<Response> {
      const fields = new URLSearchParams(await request.text());
      const [name, password] = [fields.get('username') ?? '', fields.get('password') ?? ''];
      const isNew = pathOf(request) === '/sign-up' && name !== '' && !byName.has(name);
      const account = isNew ? { password, isProven: false } : byName.get(name);
      if (account === undefined || account.password !== password) return giveHtml(PAGES['/login'] ?? '', 401);
      byName.set(name, account);
      await note(account, request, works);
      const id = randomBytes(24).toString('base64url');
      bySession.set(id, account);
      return goHome(new Response(null, { headers: { 'set-cookie': `${NAME}=${id}; ${ATTRIBUTES}` } }));
    }

    async function note(account: Account, { headers }: Request, { gated, origin }: Works): Promise<void> {
      const cookie = headers.get('cookie') ?? '';
      const { status } = await gated(new Request(`${origin}/`, { headers: { accept: 'text/html', cookie } }));
      account.isProven ||= status === 200;
    }

    return {
      gate: ({ publicPaths = [] }) => ({ publicPaths: [...publicPaths, ...Object.keys(PAGES)] }),
      async before(request, works) {
        const path = pathOf(request);
        const form = PAGES[path];
        if (form !== undefined) return request.method === 'POST' ? open(request, works) : giveHtml(form);
        const account = bySession.get(cookieOf(request, NAME) ?? '');
        if (!carryProof || account === undefined || path.startsWith('/_age/')) return undefined;
        await note(account, request, works);
        return account.isProven ? works.content(request) : undefined;
      },
      async after(response, request) {
        if (pathOf(request) !== '/' || response.status !== 200 || request.method !== 'GET') return response;
        const html = (await response.text()).replace('</main>', LINKS);
        return new Response(html, { status: 200, headers: response.headers });
      },
    };
  };
}
