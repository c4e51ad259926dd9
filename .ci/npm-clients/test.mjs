// The official JavaScript clients, unchanged, against a running server.
// usage: node test.mjs ADDRESS TOKEN
import assert from 'node:assert/strict';
import { InfluxDB, Point as Point2 } from '@influxdata/influxdb-client';
import { InfluxDBClient, Point } from '@influxdata/influxdb3-client';

const [address, token] = process.argv.slice(2);

async function rows(iterator) {
  const found = [];
  for await (const row of iterator) found.push(row);
  return found;
}

async function influxdb3() {
  const client = new InfluxDBClient({ host: address, token, database: 'js3' });
  try {
    await client.write('home,room=kitchen temp=21.5,n=3i 1700000000000000000');
    await client.write(Point.measurement('home').setTag('room', 'attic').setFloatField('temp', 18)
      .setTimestamp(new Date(1700000060000)));
    // Large enough to be packed.
    const many = Array.from({ length: 20000 }, (_, i) => `many v=${i}i ${i + 1}`).join('\n');
    await client.write(many);

    const found = await rows(client.query('SELECT room, temp FROM home ORDER BY room'));
    assert.deepEqual(found.map(r => [r.room, r.temp]), [['attic', 18], ['kitchen', 21.5]]);
    const bound = await rows(client.query('SELECT temp FROM home WHERE room = $room', 'js3',
      { type: 'sql', params: { room: 'attic' } }));
    assert.equal(bound[0].temp, 18);
    const influxql = await rows(client.query('SELECT temp FROM home', 'js3', { type: 'influxql' }));
    assert.equal(influxql.length, 2);
    assert.equal((await rows(client.query('SELECT v FROM many'))).length, 20000);
    // A client may stop in the middle.
    for await (const row of client.query('SELECT v FROM many')) {
      assert.ok('v' in row);
      break;
    }
    assert.equal((await rows(client.query('SELECT 1 AS one')))[0].one, 1n);

    await assert.rejects(client.write('home temp='), /No fields were provided/);
    await assert.rejects(rows(client.query('SELECT nope FROM home')), /nope/);
  } finally {
    await client.close();
  }
}

async function influxdb2() {
  const write = new InfluxDB({ url: address, token })
    .getWriteApi('org', 'js2', 'ns', { maxRetries: 0 });
  write.writePoint(new Point2('home').tag('room', 'hall').floatField('temp', 19.5));
  await write.close();
  const packed = new InfluxDB({ url: address, token })
    .getWriteApi('org', 'js2', 'ms', { maxRetries: 0, gzipThreshold: 1 });
  packed.writeRecord('packed f=1 1700000000000');
  await packed.close();
  const failures = [];
  const writeFailed = error => { failures.push(error.statusCode); return Promise.resolve(); };
  const bad = new InfluxDB({ url: address, token: 'wrong' })
    .getWriteApi('org', 'js2', 'ns', { maxRetries: 0, writeFailed });
  bad.writeRecord('home f=1');
  await bad.close();
  assert.deepEqual(failures, [401]);

  const answer = await fetch(`${address}/api/v3/query_sql?db=js2&q=SELECT%20temp%20FROM%20home`,
    { headers: { Authorization: `Bearer ${token}` } });
  assert.deepEqual(await answer.json(), [{ temp: 19.5 }]);
}

await influxdb3();
await influxdb2();
console.log('the JavaScript clients work');
