// Plays a definition by aws-local-stepfunctions; prints the tasks that it came to, in order, as JSON.
// usage: node play.mjs <definition.json> <scenario>
import fs from 'node:fs';

// The library wants Node 22.
Promise.withResolvers ??= () => {
  const one = {};
  one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
  return one;
};
const { StateMachine } = await import('aws-local-stepfunctions');

const [file, scenario] = process.argv.slice(2);
const definition = JSON.parse(fs.readFileSync(file, 'utf8'));
definition.States.CheckData.ResultSelector.engine = scenario.startsWith('spark') ? 'spark' : 'duckdb';
const text = { subject: 's', message: 'm' };
const looks = ['continue', scenario === 'worse' ? 'roll_back' : 'promote'];
const outcomes = { first: 'published', refused: 'refused', 'spark refused': 'refused', 'spark killed': 'failed' };
const rollout = {
  lift: () => ({ state: 'off' }),
  status: () => (scenario === 'taken' ? { trial: 'running', champion: 'v1', challenger: 'v2' } : { trial: 'none', champion: 'v1', challenger: null }),
  result: () => ({ outcome: outcomes[scenario] ?? 'candidate', version: 'v2', ...text }),
  start: () => ({ state: 'trial', version: 'v2', ...text }),
  watch: () => ({ state: 'trial', version: 'v2' }),
  compare: () => ({ decision: looks.shift(), watch: scenario === 'left' ? 'leave' : 'keep', version: 'v2', reason: 'r', champion: {}, challenger: {}, ...text }),
};
const arn = '"TaskArn":"arn:aws:ecs:eu-west-1:111122223333:task/shop/4711"';
const causes = {
  refused: '{"Containers":[{"ExitCode":3,"Name":"train"}]}',
  killed: `{"Containers":[{"ExitCode":137,"Name":"train"}],${arn}}`,
  unstarted: `{"Containers":[{"Name":"train"}],${arn}}`,
  'spark refused': '{"JobRunId":"00g1","State":"FAILED"}',
  'spark killed': '{"JobRunId":"00g1","State":"FAILED"}',
};
const came = [];
const answer = (name, resource) => async (input) => {
  came.push(name);
  if (resource.includes('lambda')) {
    return { Payload: rollout[input.Payload.action]() };
  }
  if (/ecs|emr/.test(resource) && causes[scenario]) {
    const error = new Error(causes[scenario]);
    error.name = 'States.TaskFailed';
    throw error;
  }
  return resource.includes('listObjects') ? { KeyCount: 1 } : resource.includes('describeAlarms') ? { MetricAlarms: [] } : {};
};
const tasks = {};
const waits = {};
for (const [name, state] of Object.entries(definition.States)) {
  (state.Retry ?? []).forEach((retry) => Object.assign(retry, { IntervalSeconds: 1, MaxAttempts: 0 }));
  if (state.Type === 'Task') tasks[name] = answer(name, state.Resource);
  if (state.Type === 'Wait') waits[name] = 1;
}
const about = { Id: 'arn:e', Name: 'night', Input: {}, StartTime: '2026-01-01T00:00:00Z', RoleArn: 'arn:r' };
const execution = new StateMachine(definition, { validationOptions: { checkArn: false } }).run(
  {},
  { overrides: { taskResourceLocalHandlers: tasks, waitTimeOverrides: waits }, context: { Execution: about } },
);
// An execution that fails is one that was played, too.
await execution.result.catch(() => came.push('Failed'));
console.log(JSON.stringify(came));
