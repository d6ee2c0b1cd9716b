export const dynamic = 'force-dynamic';
export const GET = () =>
  new Response(new Blob(['what-is-behind-the-door']).stream(), {
    headers: { 'surrogate-control': 'max-age=60', 'set-cookie': 'own=1', vary: 'Accept' },
  });
