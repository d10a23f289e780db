/** Naive UI and ECharts in the house's look, both from the same tokens. */
import type { GlobalThemeOverrides } from 'naive-ui';
import type { Tokens } from './tokens.ts';

export function naiveOverrides(t: Tokens): GlobalThemeOverrides {
  return {
    common: { ...naiveSizes(t), ...naiveColours(t) },
    Button: {
      paddingMedium: '0 10px',
      paddingSmall: '0 8px',
      fontWeight: '500',
      waveOpacity: '0',
      rippleDuration: '0s',
      border: `1px solid ${t.line2}`,
      borderHover: `1px solid ${t.ctl}`,
      borderPressed: `1px solid ${t.ctl}`,
      borderFocus: `1px solid ${t.ctl}`,
      color: t.panel,
      colorHover: t.hover,
      colorPressed: t.well,
      colorFocus: t.panel,
      textColorHover: t.t1,
      textColorPressed: t.t1,
      textColorFocus: t.t1,
      textColorPrimary: t.onAccent,
      textColorHoverPrimary: t.onAccent,
      textColorPressedPrimary: t.onAccent,
      textColorFocusPrimary: t.onAccent,
      textColorDisabledPrimary: t.onAccent,
    },
    Input: fieldLook(t),
    InternalSelection: {
      border: `1px solid ${t.line2}`,
      borderHover: `1px solid ${t.ctl}`,
      borderActive: `1px solid ${t.accentT}`,
      borderFocus: `1px solid ${t.accentT}`,
      boxShadowActive: `0 0 0 1px ${t.accentT}`,
      boxShadowFocus: `0 0 0 1px ${t.accentT}`,
      paddingSingle: '0 24px 0 8px',
    },
    InternalSelectMenu: {
      optionColorPending: t.hover,
      optionColorActive: t.accentS,
      optionColorActivePending: t.accentS,
      optionTextColorActive: t.t1,
      optionCheckColor: t.accentT,
      optionHeightMedium: '28px',
      optionHeightSmall: '28px',
    },
    DataTable: {
      thPaddingSmall: '6px 8px',
      tdPaddingSmall: '6px 8px',
      thFontWeight: '500',
      thTextColor: t.t2,
      tdColorHover: t.hover,
      borderColor: t.line,
      borderRadius: '0',
    },
    Tabs: {
      tabGapSmallLine: '16px',
      tabPaddingSmallLine: '6px 0',
      tabTextColorActiveLine: t.t1,
      barColor: t.accentT,
    },
    Tag: {
      borderRadius: '4px',
      heightSmall: '20px',
      heightMedium: '20px',
      fontSizeMedium: '12px',
      padding: '0 6px',
    },
    Tooltip: { color: t.raised, textColor: t.t1, padding: '6px 8px', boxShadow: t.shadow },
    Popover: { padding: '8px 12px' },
    Card: { paddingSmall: '12px 16px', titleFontSizeSmall: '12px', borderRadius: '6px' },
    Slider: {
      railHeight: '4px',
      railColor: t.line2,
      railColorHover: t.line2,
      fillColor: t.accentT,
      fillColorHover: t.accentT,
      handleSize: '12px',
      dotBorderActive: `2px solid ${t.accentT}`,
    },
    Switch: { railColorActive: t.accent },
    Checkbox: { colorChecked: t.accent, border: `1px solid ${t.ctl}`, checkMarkColor: t.onAccent },
    Form: { labelTextColor: t.t2, feedbackTextColorError: t.bad, blankHeightMedium: '28px' },
  };
}

function fieldLook(t: Tokens): GlobalThemeOverrides['Input'] {
  return {
    border: `1px solid ${t.ctl}`,
    borderHover: `1px solid ${t.t3}`,
    borderFocus: `1px solid ${t.accentT}`,
    boxShadowFocus: `0 0 0 1px ${t.accentT}`,
    borderError: `1px solid ${t.bad}`,
    borderHoverError: `1px solid ${t.bad}`,
    borderFocusError: `1px solid ${t.bad}`,
    boxShadowFocusError: `0 0 0 1px ${t.bad}`,
    paddingMedium: '0 8px',
    colorFocus: t.panel,
  };
}

function naiveSizes(t: Tokens): GlobalThemeOverrides['common'] {
  return {
    fontFamily: t.font,
    fontFamilyMono: t.mono,
    fontSize: '12px',
    fontSizeMini: '12px',
    fontSizeTiny: '12px',
    fontSizeSmall: '12px',
    fontSizeMedium: '12px',
    fontSizeLarge: '12px',
    fontSizeHuge: '16px',
    fontWeightStrong: '600',
    lineHeight: '16px',
    borderRadius: '4px',
    borderRadiusSmall: '3px',
    heightTiny: '24px',
    heightSmall: '24px',
    heightMedium: '28px',
    heightLarge: '32px',
    cubicBezierEaseInOut: 'cubic-bezier(.2,0,0,1)',
  };
}

function naiveColours(t: Tokens): GlobalThemeOverrides['common'] {
  return {
    primaryColor: t.accent,
    primaryColorHover: t.accentH,
    primaryColorPressed: t.accentH,
    primaryColorSuppl: t.accent,
    infoColor: t.accent,
    infoColorHover: t.accentH,
    infoColorPressed: t.accentH,
    successColor: t.good,
    warningColor: t.warn,
    errorColor: t.bad,
    errorColorHover: t.bad,
    errorColorPressed: t.bad,
    bodyColor: t.panel,
    cardColor: t.panel,
    modalColor: t.raised,
    popoverColor: t.raised,
    tableColor: t.panel,
    tableHeaderColor: t.sunken,
    tableColorHover: t.hover,
    inputColor: t.panel,
    inputColorDisabled: t.sunken,
    actionColor: t.sunken,
    hoverColor: t.hover,
    dividerColor: t.line,
    borderColor: t.line2,
    textColorBase: t.t1,
    textColor1: t.t1,
    textColor2: t.t1,
    textColor3: t.t2,
    textColorDisabled: t.off,
    placeholderColor: t.t3,
    iconColor: t.t3,
    boxShadow1: 'none',
    boxShadow2: t.shadow,
    boxShadow3: t.shadow,
  };
}

const axis = (t: Tokens) => ({
  axisLine: { show: true, onZero: false, lineStyle: { color: t.axis } },
  axisTick: { show: true, length: 4, lineStyle: { color: t.axis } },
  minorTick: { show: false, length: 2, lineStyle: { color: t.axis } },
  axisLabel: { color: t.t2, fontSize: 12, margin: 6, hideOverlap: true },
  splitLine: { show: true, lineStyle: { color: t.grid } },
  nameTextStyle: { color: t.t3, fontSize: 12 },
});

/** For `echarts.init(element, chartTheme(tokens))`. Charts set `animation: false` themselves. */
export function chartTheme(t: Tokens) {
  return {
    color: [t.dGreen, t.dSky, t.dPurple, t.dAmber, t.dVerm, t.dBlue, t.dGrey],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: t.font, fontSize: 12, color: t.t2 },
    valueAxis: axis(t),
    categoryAxis: axis(t),
    timeAxis: axis(t),
    logAxis: {
      ...axis(t),
      minorTick: { show: true, splitNumber: 10, length: 2, lineStyle: { color: t.axis } },
    },
    line: { symbol: 'none', smooth: false, lineStyle: { width: 1.5 } },
    scatter: { symbolSize: 9 },
    bar: { itemStyle: { borderRadius: 0 } },
    tooltip: {
      confine: true,
      transitionDuration: 0,
      backgroundColor: t.raised,
      borderColor: t.line2,
      borderWidth: 1,
      padding: [6, 8],
      textStyle: { color: t.t1, fontSize: 12 },
      axisPointer: { lineStyle: { color: t.t1, width: 1, type: 'solid' as const } },
    },
  };
}
