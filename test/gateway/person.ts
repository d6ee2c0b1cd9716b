import { ask } from '../door/raw-ask.ts';
import { type Browser, createBrowser } from '../unit/gate/browser.ts';

/** A browser whose requests go over HTTP to 127.0.0.1:`port`, whatever the origin's own port. */
export function createPerson(origin: string, port: number): Browser {
  return createBrowser(origin, async (request) => {
    const { host, pathname, search } = new URL(request.url);
    const answer = await ask(port, {
      line: `${request.method} ${pathname}${search}`,
      headers: [`Host: ${host}`, ...[...request.headers].map(([name, value]) => `${name}: ${value}`)],
      body: await request.text(),
    });
    const headers = new Headers();
    for (const [name, values] of Object.entries(answer.headers)) for (const one of values) headers.append(name, one);
    return new Response(answer.body.length === 0 ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers,
    });
  });
}

/** Goes through the page of a test issuer, without scripts, to the end of `/_age/enter`. @throws at the first wrong step */
export async function passTestPage(person: Browser, path = '/_age/go'): Promise<Response> {
  const gone = await person.navigate(path);
  must(gone.status === 303 && gone.headers.get('location') === '/_age/test', `${path} answered ${gone.status}`);
  const page = await person.navigate('/_age/test');
  const html = await page.text();
  must(page.status === 200 && html.includes('This is a test'), `the test page came with ${page.status}`);
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]+)">/g)];
  const posted = await person.postForm(Object.fromEntries(fields.map(([, name, value]) => [name, value])));
  must(posted.headers.get('location') === '/_age/enter', `redeem answered ${posted.status}`);
  return person.navigate('/_age/enter');
}

function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
