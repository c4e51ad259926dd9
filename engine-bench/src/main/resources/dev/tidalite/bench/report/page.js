'use strict';
// Draws every chart of the data island into the canvas of its number, and marks it as drawn.
(() => {
  const OURS = ['#0f766e', '#2dd4bf', '#134e4a', '#99e6dc'];
  const PEERS = ['#d97706', '#7c3aed', '#db2777', '#64748b', '#2563eb', '#a16207', '#9ca3af'];
  const INK = '#16202a';
  const colours = new Map([['tidalite', OURS[0]], ['lines', OURS[0]]]);
  let oursCount = 1;
  let peerCount = 0;

  function colour(set) {
    const name = set.name.replace(/, slope.*/, '').toLowerCase();
    if (!colours.has(name)) {
      colours.set(name, set.ours ? OURS[oursCount++ % OURS.length]
          : PEERS[peerCount++ % PEERS.length]);
    }
    return colours.get(name);
  }

  const COUNT = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});
  const SHORT = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});

  // A whisker from the least to the greatest sample of each bar or point.
  const whiskers = {
    id: 'whiskers',
    afterDatasetsDraw(chart) {
      const bars = chart.config.type === 'bar';
      const scale = bars ? chart.scales.x : chart.scales.y;
      const pen = chart.ctx;
      pen.save();
      pen.strokeStyle = INK;
      pen.lineWidth = 1.2;
      chart.data.datasets.forEach((set, at) => {
        chart.getDatasetMeta(at).data.forEach((element, i) => {
          const point = set.points[i];
          if (!point || point.min === point.max || !(point.min > 0 || !chart.log)) {
            return;
          }
          const from = scale.getPixelForValue(point.min);
          const to = scale.getPixelForValue(point.max);
          const tick = 3;
          pen.beginPath();
          if (bars) {
            pen.moveTo(from, element.y - tick); pen.lineTo(from, element.y + tick);
            pen.moveTo(from, element.y); pen.lineTo(to, element.y);
            pen.moveTo(to, element.y - tick); pen.lineTo(to, element.y + tick);
          } else {
            pen.moveTo(element.x - tick, from); pen.lineTo(element.x + tick, from);
            pen.moveTo(element.x, from); pen.lineTo(element.x, to);
            pen.moveTo(element.x - tick, to); pen.lineTo(element.x + tick, to);
          }
          pen.stroke();
        });
      });
      pen.restore();
    }
  };

  // The median in figures, behind each bar.
  const values = {
    id: 'values',
    afterDatasetsDraw(chart) {
      if (chart.config.type !== 'bar') {
        return;
      }
      const pen = chart.ctx;
      pen.save();
      pen.fillStyle = INK;
      pen.font = '11px system-ui, "DejaVu Sans", sans-serif';
      pen.textBaseline = 'middle';
      chart.data.datasets.forEach((set, at) => {
        chart.getDatasetMeta(at).data.forEach((element, i) => {
          const point = set.points[i];
          if (point) {
            const end = Math.max(element.x, chart.scales.x.getPixelForValue(point.max));
            pen.fillText(SHORT.format(point.median), end + 5, element.y);
          }
        });
      });
      pen.restore();
    }
  };

  function isPowerOfTen(value) {
    const exponent = Math.log10(value);
    return Math.abs(exponent - Math.round(exponent)) < 1e-9;
  }

  // Of the values' axis: from the power of ten below the least to some room behind the greatest.
  function bounds(chart) {
    const points = chart.sets.flatMap(set => set.points).filter(Boolean);
    if (!chart.log) {
      return {beginAtZero: true, grace: '4%'};
    }
    const least = Math.min(...points.map(p => p.min).filter(value => value > 0));
    const most = Math.max(...points.map(p => p.max));
    return {min: 10 ** Math.floor(Math.log10(least * 0.999)), max: most * 1.5};
  }

  function axis(log, title, range) {
    return {
      ...range,
      type: log ? 'logarithmic' : 'linear',
      title: {display: title !== '', text: title, font: {size: 11}},
      grid: {color: '#e8edf1'},
      border: {display: false},
      ticks: {
        font: {size: 11}, maxRotation: 0, autoSkipPadding: 12,
        callback: value => !log || isPowerOfTen(value) ? SHORT.format(value) : ''
      }
    };
  }

  function tooltip(chart) {
    return item => {
      const point = item.dataset.points[item.dataIndex];
      const range = point.min === point.max ? ''
          : ` (${COUNT.format(point.min)} to ${COUNT.format(point.max)})`;
      return `${item.dataset.label}: ${COUNT.format(point.median)} ${chart.unit}${range}`;
    };
  }

  function config(chart) {
    const bars = chart.kind === 'bars';
    // one set of bars for each contestant, or one bar each where there is nothing else to tell
    const single = bars && chart.sets.length > 1
        && chart.sets.every(set => set.points.filter(Boolean).length === 1)
        && chart.labels.length === chart.sets.length;
    const sets = single
        ? [{name: '', points: chart.sets.map((set, i) => set.points[i])}] : chart.sets;
    const datasets = sets.map(set => ({
      label: set.name,
      points: set.points,
      data: bars ? set.points.map(p => p ? p.median : null)
          : set.points.map(p => ({x: p.x, y: p.median})),
      backgroundColor: single ? chart.sets.map(colour) : colour(set),
      borderColor: single ? undefined : colour(set),
      borderWidth: bars ? 0 : 2,
      borderRadius: 2,
      maxBarThickness: 18,
      pointRadius: 3.5,
      skipNull: true
    }));
    const value = axis(chart.log, chart.unit, bounds(chart));
    const other = bars
        ? {grid: {display: false}, border: {display: false},
          ticks: {font: {size: 11}, autoSkip: false}}
        : axis(chart.logOver, chart.over, {});
    return {
      type: bars ? 'bar' : 'line',
      data: {labels: bars ? chart.labels : undefined, datasets},
      plugins: [whiskers, values],
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: bars ? 'y' : 'x',
        layout: {padding: {right: bars ? 52 : 12, top: 6}},
        scales: bars ? {x: value, y: other} : {x: other, y: value},
        plugins: {
          legend: {display: datasets.length > 1 || !bars, position: 'bottom',
            labels: {boxWidth: 12, boxHeight: 12, font: {size: 11}}},
          tooltip: {callbacks: {label: tooltip(chart)}}
        }
      }
    };
  }

  JSON.parse(document.getElementById('charts').textContent).forEach((chart, number) => {
    const canvas = document.getElementById('chart-' + number);
    new Chart(canvas, config(chart));
    canvas.dataset.drawn = 'true';
  });
})();
