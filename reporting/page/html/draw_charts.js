// Draws the charts of a page with Chart.js, from what #data says of them (the members of
// reporting/page/chart.h). It knows kinds of charts, and no single one. Everything that
// they show is also said in words or tables, which need no script.
(function () {
  'use strict';

  const charts = JSON.parse(document.getElementById('data').textContent);
  const drawn = [];

  function colour(name) {
    const value = getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
    if (!value) throw new Error('report.css has no colour ' + name);
    return value;
  }

  // About three significant digits, no exponent.
  function figure(value) {
    if (value === null || value === undefined) return '-';
    const size = Math.abs(value);
    const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return Number(value.toFixed(digits)).toLocaleString('en');
  }

  // The x axis of percentiles is 1 / (1 - percentile), logarithmic.
  const nines = [
    [2, '50 %'], [10, '90 %'], [100, '99 %'], [1000, '99.9 %'],
    [1e4, '99.99 %'], [1e5, '99.999 %'], [1e6, '99.9999 %'],
  ];

  const scales = {
    linear: { type: 'linear', text: figure, ticks: { callback: (value) => figure(value) } },
    logarithmic: {
      type: 'logarithmic',
      text: figure,
      // 1, 2 and 5 of each decade would be too many on a phone.
      ticks: {
        callback: (value) =>
          Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9 ? figure(value) : '',
      },
    },
    percentiles: {
      type: 'logarithmic',
      text: (value) => (100 - 100 / value).toPrecision(6).replace(/\.?0+$/, ''),
      ticks: { callback: (value) => (nines.find(([x]) => x === value) || [0, ''])[1] },
      afterBuildTicks: (axis) => {
        axis.ticks = nines.filter(([x]) => x <= axis.max).map(([x]) => ({ value: x }));
      },
    },
    names: { type: 'category', ticks: { autoSkip: false } },
  };

  function axis({ title, from, to, scale }, more) {
    const { type, ticks, afterBuildTicks } = scales[scale];
    return Object.assign({
      type: type,
      min: from,
      max: to,
      title: { display: Boolean(title), text: title, color: colour('faint') },
      ticks: Object.assign({ color: colour('faint'), maxRotation: 0, autoSkipPadding: 12 }, ticks),
      grid: { color: colour('line'), drawBorder: false },
      afterBuildTicks: afterBuildTicks,
    }, more);
  }

  // A value with its unit.
  const text = (value, { scale, unit = '' }) => scales[scale].text(value) + ' ' + unit;

  // An x, and the band in which it lies.
  function moment({ bands = [], x_axis }, x) {
    const band = bands.find(({ from, to, name }) => name && x > from && x <= to);
    return text(x, x_axis) + (band ? ', ' + band.name : '');
  }

  function draw(chart, config, { legend, points, interaction, tooltip }) {
    Object.assign(config.options, {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: interaction,
      plugins: {
        legend: {
          display: legend,
          position: 'bottom',
          labels: Object.assign({ color: colour('text') },
            points ? { usePointStyle: true } : { boxWidth: 24, boxHeight: 2 }),
        },
        tooltip: { callbacks: tooltip },
      },
    });
    drawn.push(new Chart(document.getElementById(chart.id), config));
  }

  // A point between two gaps has no line to be seen by.
  const alone = (values, i) =>
    values[i] !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;

  function lines(chart, { series }) {
    const points = series.some((one) => one.mark);
    const ends = series.flatMap((one) => [...(one.low || []), ...(one.high || [])])
      .filter((end) => end !== null);
    const config = {
      type: 'line',
      data: {
        datasets: series.map((one) => ({
          label: one.name,
          data: (one.x || chart.x).map((x, i) => ({ x: x, y: one.y[i] })),
          borderColor: colour(one.colour),
          backgroundColor: colour(one.colour),
          showLine: one.width > 0,
          borderWidth: one.width || 2,
          borderDash: one.dash || [],
          spanGaps: one.bridge || false,
          pointStyle: one.mark || 'circle',
          pointRadius: (point) => (one.mark ? 5 : alone(one.y, point.dataIndex) ? 2.5 : 0),
          pointHitRadius: 6,
        })),
      },
      options: {
        scales: {
          x: axis(chart.x_axis),
          y: axis(chart.y_axis, {
            beginAtZero: chart.y_axis.scale === 'linear',
            suggestedMin: ends.length > 0 ? Math.min(...ends) : undefined,
            suggestedMax: ends.length > 0 ? Math.max(...ends) : undefined,
          }),
        },
      },
      plugins: [
        { beforeDatasetsDraw: ({ ctx, chartArea, scales }) => bands(chart, ctx, chartArea, scales.x) },
        { beforeDatasetsDraw: ({ ctx, scales }) => intervals(chart, series, ctx, scales) },
      ],
    };
    draw(chart, config, {
      legend: true,
      points: points,
      interaction: series.some((one) => one.x)
        ? { mode: 'nearest', axis: 'x', intersect: false }
        : { mode: 'index', intersect: false },
      tooltip: {
        label: (item) => item.dataset.label + ': ' + text(item.parsed.y, chart.y_axis),
        title: (items) => (items.length ? moment(chart, items[0].parsed.x) : ''),
      },
    });
  }

  function bands(chart, pen, area, axis) {
    for (const band of chart.bands || []) {
      const from = Math.max(area.left, axis.getPixelForValue(band.from));
      const to = Math.min(area.right, axis.getPixelForValue(band.to));
      if (to <= from) continue;
      if (band.colour) shadeBand(band, pen, from, to, area.top, area.bottom);
      nameBand(band, pen, from, to, area.top);
    }
  }

  function shadeBand(band, pen, left, right, top, bottom) {
    pen.save();
    pen.globalAlpha = 0.15;
    pen.fillStyle = colour(band.colour);
    pen.fillRect(left, top, right - left, bottom - top);
    pen.restore();
  }

  function nameBand({ name }, pen, left, right, top) {
    if (!name) return;
    pen.save();
    pen.font = '11px sans-serif';
    pen.fillStyle = colour('faint');
    pen.textAlign = 'left';
    pen.textBaseline = 'top';
    const fits = [name, name.split(' ').pop()]
      .find((words) => pen.measureText(words).width + 6 <= right - left);
    if (fits) pen.fillText(fits, left + 3, top + 2);
    pen.restore();
  }

  function intervals(chart, series, pen, { x, y }) {
    for (const one of series) {
      (one.low || []).forEach((low, i) => {
        if (low === null || one.high[i] === null) return;
        const at = x.getPixelForValue((one.x || chart.x)[i]);
        const ends = [low, one.high[i]].map((value) => y.getPixelForValue(value));
        pen.save();
        pen.strokeStyle = colour(one.colour);
        pen.lineWidth = 1.5;
        pen.beginPath();
        pen.moveTo(at, ends[0]);
        pen.lineTo(at, ends[1]);
        for (const end of ends) {
          pen.moveTo(at - 4, end);
          pen.lineTo(at + 4, end);
        }
        pen.stroke();
        pen.restore();
      });
    }
  }

  function bars(chart, { series = [] }) {
    const config = {
      type: 'bar',
      data: {
        labels: series.map((one) => one.name),
        datasets: [
          {
            data: series.map((one) => one.y[0]),
            backgroundColor: series.map((one) => colour(one.colour)),
            maxBarThickness: 22,
          },
        ],
      },
      options: {
        indexAxis: 'y',
        scales: {
          x: axis(chart.x_axis),
          y: axis(Object.assign({}, chart.y_axis, { scale: 'names' })),
        },
      },
    };
    draw(chart, config, {
      legend: false,
      interaction: { mode: 'index', intersect: false },
      tooltip: { label: (item) => text(item.parsed.x, chart.x_axis) },
    });
  }

  function mix(from, to, share) {
    const parse = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
    const a = parse(from);
    const b = parse(to);
    return 'rgb(' + a.map((v, i) => Math.round(v + (b[i] - v) * share)).join(',') + ')';
  }
  const shade = (share) => mix(colour('heat-0'), colour('heat-1'), Math.sqrt(share));

  // Draws the rows itself: Chart.js has no heat maps.
  function heat(chart, { series: rows = [], heat: scale }) {
    const canvas = document.getElementById(chart.id);
    const tip = document.getElementById(chart.id + '-tip');
    const ends = chart.x;
    const { title: each } = chart.y_axis;
    const { bands = [] } = chart;
    const left = 44;
    const top = bands.length > 0 ? 17 : 0;
    const bottom = 34;
    const width = canvas.parentNode.clientWidth;
    const rowHeight = Math.max(1, Math.min(14, Math.floor(480 / rows.length)));
    const height = top + rowHeight * rows.length + bottom;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = width + 'px';
    canvas.style.height = height + 'px';
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const total = ends[ends.length - 1];
    if (!(total > 0)) return;
    const x = (at) => left + ((width - left - 4) * at) / total;
    for (const band of bands) {
      const [from, to] = [x(band.from), x(Math.min(band.to, total))];
      if (to <= from) continue;
      if (band.colour) shadeBand(band, pen, from, to, 0, top);
      nameBand(band, pen, from, to, 1);
    }
    rows.forEach(({ y }, line) => {
      y.forEach((value, i) => {
        if (value === null) return;
        const share = scale.top === 0 ? 0 : Math.min(1, value / scale.top);
        const begin = i === 0 ? 0 : ends[i - 1];
        pen.fillStyle = value >= scale.hot_from ? colour('heat-hot') : shade(share);
        pen.fillRect(x(begin), top + line * rowHeight, x(ends[i]) - x(begin) + 0.5,
                     rowHeight - (rowHeight > 4 ? 1 : 0));
      });
    });
    pen.fillStyle = colour('faint');
    pen.font = '11px sans-serif';
    pen.textBaseline = 'top';
    const every = Math.max(1, Math.ceil(14 / rowHeight));
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => n >= every) || every;
    pen.textAlign = 'right';
    for (let line = 0; line < rows.length; line += step) {
      pen.fillText(rows[line].name, left - 6, top + line * rowHeight + Math.max(0, (rowHeight - 12) / 2));
    }
    pen.textAlign = 'center';
    const decade = 10 ** Math.floor(Math.log10(total));
    const tick = [0.1, 0.2, 0.5, 1, 2].map((n) => n * decade)
      .find((n) => (total / n) * 48 <= width - left) || 2 * decade;
    for (let i = 0; i * tick <= total; ++i) {
      pen.fillText(figure(i * tick), Math.min(width - 14, x(i * tick)), height - bottom + 4);
    }
    pen.fillText(chart.x_axis.title + ', by ' + each, (width + left) / 2, height - 14);

    const legend = document.getElementById(chart.id + '-scale');
    legend.innerHTML = '';
    const bar = document.createElement('i');
    const stops = [0, 0.25, 0.5, 0.75, 1].map(shade);
    bar.style.background = 'linear-gradient(to right, ' + stops.join(',') + ')';
    legend.append('0', bar, figure(scale.top) + ' ' + scale.unit + scale.words);

    canvas.onmousemove = (event) => {
      const box = canvas.getBoundingClientRect();
      const row = rows[Math.floor((event.clientY - box.top - top) / rowHeight)];
      const time = ((event.clientX - box.left - left) / (width - left - 4)) * total;
      const i = ends.findIndex((end) => end >= time);
      tip.hidden = !(time >= 0 && i >= 0 && row);
      if (tip.hidden) return;
      tip.textContent = each + ' ' + row.name + ', until ' + moment(chart, ends[i]) + ': ' +
        figure(row.y[i]) + ' ' + scale.unit;
      const at = event.clientX - box.left;
      tip.style.left = Math.min(at + 12, Math.max(0, width - tip.offsetWidth)) + 'px';
      tip.style.top = event.clientY - box.top + 12 + 'px';
    };
    canvas.onmouseleave = () => { tip.hidden = true; };
  }

  const kinds = { lines: lines, bars: bars, heat: heat };
  const pick = (chart) => document.getElementById(chart.id + '-of');

  function drawOne(chart) {
    kinds[chart.kind](chart, chart.views[pick(chart)?.selectedIndex ?? 0]);
  }

  function drawAll() {
    drawn.splice(0).forEach((one) => one.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    charts.forEach(drawOne);
    document.documentElement.dataset.drawn = 'yes';
  }

  drawAll();
  for (const chart of charts) pick(chart)?.addEventListener('change', drawAll);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  // Chart.js follows the window by itself.
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    charts.filter((chart) => chart.kind === 'heat').forEach(drawOne);
  });
})();
