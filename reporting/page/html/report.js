// Draws the charts of a report with Chart.js, from the figures in #data (chart_data.h).
// Everything that they show is also said in words or tables, which need no script.
(function () {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const charts = [];

  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

  // About three significant digits, no exponent.
  function figure(value) {
    if (value === null || value === undefined) return '-';
    const size = Math.abs(value);
    const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return Number(value.toFixed(digits)).toLocaleString('en');
  }

  const pairs = (xs, ys) => xs.map((x, i) => ({ x: x, y: ys[i] }));
  const known = (values) => values.some((value) => value !== null);
  // Redis is asked once a second; a gap longer than that is one.
  const redisGap = 1.5;
  // A point between two gaps has no line to be seen by.
  const alone = (values, i) =>
    values[i] !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;

  // Lines over time: [{ name, values, colour, dash, fill }].
  function lines(id, series, options) {
    const canvas = document.getElementById(id);
    if (!canvas) return;
    const times = data.end_seconds;
    charts.push(
      new Chart(canvas, {
        type: 'line',
        data: {
          datasets: series.map((one) => ({
            label: one.name,
            data: pairs(times, one.values),
            borderColor: colour(one.colour),
            backgroundColor: colour(one.colour),
            borderWidth: one.dash ? 1.5 : 2,
            borderDash: one.dash || [],
            spanGaps: one.spanGaps || false,
            pointRadius: (point) => (alone(one.values, point.dataIndex) ? 2.5 : 0),
            pointHitRadius: 6,
          })),
        },
        options: settings({
          x: { type: 'linear', min: 0, max: times[times.length - 1], title: 'seconds since the start' },
          y: Object.assign({ beginAtZero: true }, options),
          label: (item) =>
            item.dataset.label + ': ' + figure(item.parsed.y) + ' ' + (options.unit || ''),
          title: (items) => (items.length ? figure(items[0].parsed.x) + ' s' : ''),
        }),
      })
    );
  }

  function settings({ x, y, label, title, legend = true, interaction }) {
    const axis = (given) => ({
      type: given.type || 'linear',
      min: given.min,
      max: given.max,
      suggestedMax: given.suggestedMax,
      beginAtZero: given.beginAtZero,
      title: { display: Boolean(given.title), text: given.title, color: colour('faint') },
      ticks: Object.assign(
        { color: colour('faint'), maxRotation: 0, autoSkipPadding: 12 },
        given.ticks || { callback: (value) => figure(value) }
      ),
      grid: { color: colour('line'), drawBorder: false },
      afterBuildTicks: given.afterBuildTicks,
    });
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: interaction || { mode: 'index', intersect: false },
      scales: { x: axis(x), y: axis(y) },
      plugins: {
        legend: {
          display: legend,
          position: 'bottom',
          labels: { color: colour('text'), boxWidth: 24, boxHeight: 2 },
        },
        tooltip: { callbacks: { label: label, title: title } },
      },
    };
  }

  // Ticks of a logarithmic axis: 1, 2 and 5 of each decade would be too many on a phone.
  const decades = {
    callback: (value) =>
      Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9 ? figure(value) : '',
  };

  function percentiles(timing) {
    lines(
      'latency',
      [
        { name: 'p50', values: timing.p50_ms, colour: 'green' },
        { name: 'p90', values: timing.p90_ms, colour: 'blue' },
        { name: 'p99', values: timing.p99_ms, colour: 'violet' },
        { name: 'max', values: timing.max_ms, colour: 'orange', dash: [3, 3] },
      ],
      { title: 'milliseconds (log)', unit: 'ms', type: 'logarithmic', beginAtZero: false, ticks: decades }
    );
  }

  function distribution() {
    const canvas = document.getElementById('distribution');
    if (!canvas) return;
    const colours = ['violet', 'blue', 'green', 'orange', 'red', 'grey', 'text'];
    // The x axis is 1 / (1 - percentile), logarithmic: each nine takes as much room.
    const nines = [
      [2, '50 %'], [10, '90 %'], [100, '99 %'], [1000, '99.9 %'],
      [1e4, '99.99 %'], [1e5, '99.999 %'], [1e6, '99.9999 %'],
    ];
    const last = Math.max(...data.distribution.map((one) => one.points[one.points.length - 1][0]));
    charts.push(
      new Chart(canvas, {
        type: 'line',
        data: {
          datasets: data.distribution.map((one, i) => ({
            label: one.name,
            data: one.points.map(([x, y]) => ({ x: x, y: y })),
            borderColor: colour(colours[i % colours.length]),
            backgroundColor: colour(colours[i % colours.length]),
            borderWidth: i === 0 ? 2.5 : 1.5,
            borderDash: i === 0 ? [] : [[], [6, 3], [2, 2], [8, 3, 2, 3]][i % 4],
            pointRadius: 0,
            pointHitRadius: 6,
          })),
        },
        options: settings({
          x: {
            type: 'logarithmic',
            min: 1,
            max: last,
            title: 'percentile',
            ticks: { callback: (value) => (nines.find(([x]) => x === value) || [0, ''])[1] },
            afterBuildTicks: (axis) => {
              axis.ticks = nines.filter(([x]) => x <= axis.max).map(([x]) => ({ value: x }));
            },
          },
          y: { type: 'logarithmic', title: 'milliseconds (log)', ticks: decades },
          interaction: { mode: 'nearest', axis: 'x', intersect: false },
          label: (item) => item.dataset.label + ': ' + figure(item.parsed.y) + ' ms',
          title: (items) =>
            items.length ? (100 - 100 / items[0].parsed.x).toPrecision(6).replace(/\.?0+$/, '') + ' %' : '',
        }),
      })
    );
  }

  function commands() {
    const canvas = document.getElementById('commands');
    if (!canvas) return;
    charts.push(
      new Chart(canvas, {
        type: 'bar',
        data: {
          labels: data.commands.map((command) => command.name),
          datasets: [
            {
              label: "of the main thread's CPU time",
              data: data.commands.map((command) => command.percent),
              backgroundColor: colour('blue'),
              maxBarThickness: 22,
            },
          ],
        },
        options: Object.assign(
          settings({
            x: { min: 0, title: '%' },
            y: { type: 'category', ticks: { autoSkip: false } },
            legend: false,
            label: (item) => figure(item.parsed.x) + ' %',
          }),
          { indexAxis: 'y' }
        ),
      })
    );
  }

  function mix(from, to, share) {
    const parse = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
    const a = parse(from);
    const b = parse(to);
    return 'rgb(' + a.map((v, i) => Math.round(v + (b[i] - v) * share)).join(',') + ')';
  }

  // One row per worker, one column per stretch of time.
  function heat(which) {
    const canvas = document.getElementById('heat');
    if (!canvas) return;
    const rows = which === 'backlog' ? data.heat.max_backlog : data.heat.task_mean_ms;
    const ends = data.heat.end_seconds;
    const unit = which === 'backlog' ? 'tasks' : 'ms';
    const highest = Math.max(0, ...rows.map((row) => Math.max(0, ...row)));
    const top = which === 'backlog' ? data.backlog_limit : highest;
    const left = 44;
    const bottom = 34;
    const width = canvas.parentNode.clientWidth;
    const rowHeight = Math.max(1, Math.min(14, Math.floor(480 / rows.length)));
    const height = rowHeight * rows.length + bottom;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const total = ends[ends.length - 1];
    if (!(total > 0)) return;
    const x = (time) => left + ((width - left - 4) * time) / total;
    rows.forEach((row, worker) => {
      row.forEach((value, i) => {
        const share = value === null || top === 0 ? 0 : Math.min(1, value / top);
        const begin = i === 0 ? 0 : ends[i - 1];
        if (value === null) return;
        pen.fillStyle =
          which === 'backlog' && share >= 0.8
            ? colour('heat-hot')
            : mix(colour('heat-0'), colour('heat-1'), Math.sqrt(share));
        pen.fillRect(x(begin), worker * rowHeight, x(ends[i]) - x(begin) + 0.5,
                     rowHeight - (rowHeight > 4 ? 1 : 0));
      });
    });
    pen.fillStyle = colour('faint');
    pen.font = '11px sans-serif';
    pen.textBaseline = 'top';
    const every = Math.max(1, Math.ceil(14 / rowHeight));
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => n >= every) || every;
    pen.textAlign = 'right';
    for (let worker = 0; worker < rows.length; worker += step) {
      pen.fillText(worker, left - 6, worker * rowHeight + Math.max(0, (rowHeight - 12) / 2));
    }
    pen.textAlign = 'center';
    const decade = 10 ** Math.floor(Math.log10(total));
    const tick = [0.1, 0.2, 0.5, 1, 2].map((n) => n * decade)
      .find((n) => (total / n) * 48 <= width - left) || 2 * decade;
    for (let i = 0; i * tick <= total; ++i) {
      pen.fillText(figure(i * tick), Math.min(width - 14, x(i * tick)), height - bottom + 4);
    }
    pen.fillText('seconds since the start, by worker', (width + left) / 2, height - 14);

    const text = document.getElementById('heat-scale');
    text.innerHTML = '';
    const bar = document.createElement('i');
    const stops = [0, 0.25, 0.5, 0.75, 1].map((share) =>
      mix(colour('heat-0'), colour('heat-1'), Math.sqrt(share)));
    bar.style.background = 'linear-gradient(to right, ' + stops.join(',') + ')';
    text.append('0', bar, figure(top) + ' ' + unit +
      (which === 'backlog' ? ' (the limit); from 80 % of it on, red' : '; no task ended: blank'));

    canvas.onmousemove = (event) => {
      const box = canvas.getBoundingClientRect();
      const worker = Math.floor((event.clientY - box.top) / rowHeight);
      const time = ((event.clientX - box.left - left) / (width - left - 4)) * total;
      const i = ends.findIndex((end) => end >= time);
      const tip = document.getElementById('heat-tip');
      tip.hidden = !(time >= 0 && i >= 0 && rows[worker]);
      if (tip.hidden) return;
      tip.textContent = 'worker ' + worker + ', until ' + figure(ends[i]) + ' s: ' +
        figure(rows[worker][i]) + ' ' + unit;
      const at = event.clientX - box.left;
      tip.style.left = Math.min(at + 12, Math.max(0, width - tip.offsetWidth)) + 'px';
      tip.style.top = event.clientY - box.top + 12 + 'px';
    };
    canvas.onmouseleave = () => { document.getElementById('heat-tip').hidden = true; };
  }

  const chosen = (id) => document.getElementById(id)?.value;

  function drawAll() {
    charts.splice(0).forEach((chart) => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    if (data.end_seconds.length > 0) {
      lines(
        'rates',
        [
          { name: 'asked', values: data.due_rate, colour: 'grey', dash: [6, 4] },
          { name: 'issued', values: data.issued_rate, colour: 'blue' },
          { name: 'completed', values: data.completed_rate, colour: 'green' },
        ].concat(data.failed_rate.some((rate) => rate > 0)
          ? [{ name: 'failed', values: data.failed_rate, colour: 'red' }] : []),
        { title: 'tasks per second', unit: 'per s' }
      );
      lines(
        'backlog',
        [
          { name: 'highest of one worker', values: data.worst_backlog, colour: 'violet' },
          { name: 'mean of all workers', values: data.mean_backlog, colour: 'blue' },
          { name: 'limit', values: data.end_seconds.map(() => data.backlog_limit), colour: 'red', dash: [6, 4] },
        ],
        { title: 'tasks', unit: 'tasks' }
      );
      const timing = data.timings.find((one) => one.name === chosen('latency-of')) || data.timings[0];
      percentiles(timing);
      lines(
        'cpu',
        [
          { name: 'machine', values: data.machine_cpu_percent, colour: 'grey' },
          { name: 'workers, all together', values: data.workers_cpu_percent, colour: 'blue' },
          { name: "Redis' main thread", values: data.redis_cpu_percent, colour: 'orange', spanGaps: redisGap },
          { name: 'Redis waiting for a CPU', values: data.redis_cpu_wait_percent, colour: 'orange', dash: [3, 3], spanGaps: redisGap },
          { name: 'cores granted', values: data.end_seconds.map(() => data.cores * 100), colour: 'red', dash: [6, 4] },
        ].filter((one) => known(one.values) && (one.name !== 'cores granted' || data.cores)),
        { title: '% of a core', unit: '%' }
      );
      lines('memory', [{ name: 'used_memory', values: data.redis_memory_mb, colour: 'orange', spanGaps: redisGap }],
        { title: 'MB', unit: 'MB' });
      lines('operations', [{ name: 'commands', values: data.redis_operations_per_second, colour: 'orange', spanGaps: redisGap }],
        { title: 'commands per second', unit: 'per s' });
    }
    distribution();
    commands();
    if (data.heat.end_seconds.length > 0) heat(chosen('heat-of'));
    document.documentElement.dataset.drawn = 'yes';
  }

  drawAll();
  for (const id of ['latency-of', 'heat-of']) {
    document.getElementById(id)?.addEventListener('change', drawAll);
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width || data.heat.end_seconds.length === 0) return;
    width = window.innerWidth;
    heat(chosen('heat-of'));
  });
})();
