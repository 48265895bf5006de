(function () {
  'use strict';
  var plots = JSON.parse(document.getElementById('report-data').textContent).plots;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var charts = [];

  function text(value, unit) {
    if (typeof value !== 'number') { return String(value); }
    if (unit === 'share') {
      var percent = 100 * value;
      var size = Math.abs(percent);
      return percent.toFixed(size >= 10 || size === 0 ? 0 : size >= 1 ? 1 : 2) + ' %';
    }
    return value.toLocaleString('en', { maximumFractionDigits: unit === 'count' ? 0 : 2 });
  }

  function short(value) {
    return value.length > 48 ? value.slice(0, 47) + '…' : value;
  }

  // Of columns with different units only those of the first one's unit share its axis.
  function drawn(plot) {
    var columns = [];
    for (var c = 1; c < plot.columns.length; c++) {
      if (plot.units[c] === plot.units[1]) { columns.push(c); }
    }
    return columns;
  }

  function colours(isDark, printed) {
    var d = isDark && !printed;
    return {
      series: d ? ['#79b8ff', '#ffab70', '#7ee787', '#d2a8ff'] : ['#0a58ca', '#b35900', '#1a7f37', '#6f42c1'],
      text: d ? '#e6edf3' : '#1b1f24', line: d ? '#4a5561' : '#c2c9d1',
      heat: d ? ['#171e26', '#1f4f86', '#79b8ff'] : ['#f3f7fc', '#7eaee8', '#0a3d8f']
    };
  }

  function axis(kind, colour, more) {
    var all = {
      type: kind, axisLabel: { color: colour.text, hideOverlap: true }, nameTextStyle: { color: colour.text },
      axisLine: { lineStyle: { color: colour.line } }, splitLine: { show: kind !== 'category', lineStyle: { color: colour.line } }
    };
    Object.keys(more || {}).forEach(function (key) {
      all[key] = key === 'axisLabel' ? Object.assign(all.axisLabel, more[key]) : more[key];
    });
    return all;
  }

  function base(colour) {
    return {
      animation: false, color: colour.series, textStyle: { color: colour.text, fontFamily: 'system-ui, sans-serif' },
      grid: { left: 8, right: 24, top: 40, bottom: 30, containLabel: true },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow' } },
      legend: { textStyle: { color: colour.text }, type: 'plain' }
    };
  }

  function series(plot, type, more) {
    return drawn(plot).map(function (c, place) {
      return Object.assign({
        type: type, name: plot.columns[c], data: plot.rows.map(function (row) { return row[c]; }),
        tooltip: { valueFormatter: function (value) { return text(value, plot.units[c]); } }
      }, more(place));
    });
  }

  function option(plot, colour, narrow) {
    var unit = plot.units[1];
    var all = base(colour);
    var names = plot.rows.map(function (row) { return String(row[0]); });
    // Left alone, the axis of a whole would end at 120 %.
    var full = function (range) { return unit === 'share' && range.max > 0.8 && range.max <= 1 ? 1 : null; };
    var values = axis('value', colour, { max: full, axisLabel: { formatter: function (v) { return text(v, unit); } } });
    var dashes = ['solid', 'dashed', 'dotted', 'solid'];
    switch (plot.kind) {
      case 'lines':
        all.grid.left = all.grid.right = 36; // half of a day's name
        all.xAxis = axis('category', colour, { data: names });
        all.yAxis = values;
        all.series = series(plot, 'line', function (place) {
          // One day alone has no line.
          return { showSymbol: plot.rows.length === 1, symbol: 'circle', symbolSize: 10, lineStyle: { type: dashes[place], width: 2 } };
        });
        break;
      case 'bars':
        all.aria = { enabled: true, decal: { show: drawn(plot).length > 1 } };
        all.xAxis = axis('category', colour, { data: names, axisLabel: { rotate: narrow ? 45 : 0 } });
        all.yAxis = values;
        all.series = series(plot, 'bar', function () { return {}; });
        break;
      case 'rows':
        all.aria = { enabled: true, decal: { show: drawn(plot).length > 1 } };
        all.grid.left = 28; // names are wider than they are measured
        all.xAxis = Object.assign(values, { splitNumber: narrow ? 3 : 6 });
        all.yAxis = axis('category', colour, {
          data: names, inverse: true, axisLabel: { hideOverlap: false, interval: 0, formatter: short, width: narrow ? 120 : 260, overflow: 'break', lineHeight: 12 }
        });
        all.series = series(plot, 'bar', function () { return {}; });
        break;
      case 'heat':
        var cells = [];
        var most = 0;
        plot.rows.forEach(function (row, y) {
          for (var x = 1; x < row.length; x++) {
            cells.push([x - 1, y, row[x]]);
            most = Math.max(most, row[x]);
          }
        });
        all.legend.show = false;
        all.grid.bottom = 70;
        all.grid.top = 10;
        all.tooltip = {
          renderMode: 'richText', confine: true,
          formatter: function (p) { return names[p.value[1]] + ' ' + p.value[0] + ':00  ' + text(p.value[2], 'count') + ' events'; }
        };
        all.xAxis = axis('category', colour, { data: plot.columns.slice(1), splitLine: { show: false } });
        all.yAxis = axis('category', colour, { data: names, inverse: true, splitLine: { show: false } });
        all.visualMap = {
          min: 0, max: most, calculable: !narrow, text: narrow ? [text(most, 'count'), '0'] : null, orient: 'horizontal', left: 'center', bottom: 0,
          inRange: { color: colour.heat }, textStyle: { color: colour.text }, formatter: function (v) { return text(Math.round(v), 'count'); }
        };
        all.series = [{ type: 'heatmap', data: cells, itemStyle: { borderWidth: 1, borderColor: colour.line } }];
        break;
      case 'points':
        // A logarithmic axis has no zero: what was never put in the cart lies on the floor, at a half.
        all.legend.show = false;
        all.tooltip = {
          renderMode: 'richText', confine: true,
          formatter: function (p) {
            var row = plot.rows[p.dataIndex];
            return 'item ' + row[0] + '\n' + text(row[1], 'count') + ' views, ' + text(row[2], 'count') + ' add-to-carts';
          }
        };
        all.xAxis = axis('log', colour, { name: plot.columns[1], nameLocation: 'middle', nameGap: 26, min: 'dataMin', axisLabel: { formatter: function (v) { return text(Math.round(v), 'count'); } } });
        all.yAxis = axis('log', colour, { name: plot.columns[2], nameTextStyle: { color: colour.text, align: 'left' }, min: 0.5, axisLabel: { formatter: function (v) { return v < 1 ? '0' : text(v, 'count'); } } });
        all.series = [{
          type: 'scatter',
          data: plot.rows.map(function (row) {
            return { value: [row[1], row[2] || 0.5], symbol: row[2] ? 'circle' : 'triangle', symbolSize: row[2] ? 8 : 10, itemStyle: { color: colour.series[row[2] ? 0 : 1] } };
          })
        }];
        break;
      case 'curve':
        all.tooltip.axisPointer = { type: 'line' };
        all.tooltip.formatter = function (ps) {
          return 'the top ' + text(ps[0].value[0], 'share') + ' of items: ' + text(ps[0].value[1], 'share') + ' of events';
        };
        all.xAxis = axis('value', colour, { max: 1, name: plot.columns[0], nameLocation: 'middle', nameGap: 26, axisLabel: { formatter: function (v) { return text(v, 'share'); } } });
        all.yAxis = axis('value', colour, { max: 1, axisLabel: { formatter: function (v) { return text(v, 'share'); } } });
        all.series = [
          { type: 'line', name: plot.columns[1], data: plot.rows, lineStyle: { width: 2 } },
          { type: 'line', name: 'if all were alike', data: [[0, 0], [1, 1]], showSymbol: false, lineStyle: { type: 'dashed' } }
        ];
        break;
      default:
        throw new Error('plot ' + plot.id + ' is of the unknown kind ' + plot.kind);
    }
    if (narrow && all.series.length > 1 && all.legend.show !== false) { all.grid.top = 26 * all.series.length; }
    if (all.series.length < 2) { all.legend.show = false; all.grid.top = all.yAxis.name ? 34 : 14; }
    return all;
  }

  function draw(printed) {
    charts.forEach(function (chart) { chart.dispose(); });
    charts = plots.map(function (plot) {
      var element = document.getElementById('plot-' + plot.id);
      var narrow = element.clientWidth < 500;
      if (plot.kind === 'rows') {
        element.style.height = Math.max(160, plot.rows.length * (drawn(plot).length > 1 ? 14 * drawn(plot).length + 12 : 26) + 90) + 'px';
        element.style.minHeight = '0';
      } else {
        element.style.height = narrow ? '18rem' : '22rem';
      }
      var chart = echarts.init(element, null, { renderer: 'svg' });
      chart.setOption(option(plot, colours(dark.matches, printed), narrow));
      return chart;
    });
  }

  draw(false);
  dark.addEventListener('change', function () { draw(false); });
  var waiting;
  window.addEventListener('resize', function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () { draw(false); }, 150);
  });
  window.addEventListener('beforeprint', function () { draw(true); });
  window.addEventListener('afterprint', function () { draw(false); });
})();
