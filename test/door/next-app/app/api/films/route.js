export const GET = () =>
  Response.json({ films: ['what-is-behind-the-door'] }, { headers: { 'cache-control': 'public, max-age=3600' } });
