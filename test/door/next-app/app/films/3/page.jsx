export default function Page() {
  return <p>what-is-behind-the-door</p>;
}
