export default function Page() {
  return <p>For adults.</p>;
}
