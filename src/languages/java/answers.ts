import { answersOf } from '../jvm/answers.js'

export const answers = answersOf({
  parameter: (type) => new RegExp(`\\b${type}\\s+(\\w+)`),
  choice: (asked) => `{twin}.equals(${asked}) ? {twin} : {own}`,
  end: ';',
})
