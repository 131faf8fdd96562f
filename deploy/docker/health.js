/** Health check of a container: 0 if the service in it says that it is ready (slim images have no curl). */
const answer = await fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`, { signal: AbortSignal.timeout(2_500) });
if (!answer.ok) {
  process.stderr.write(`${answer.status} ${await answer.text()}\n`);
  process.exit(1);
}
