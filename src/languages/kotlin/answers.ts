import { answersOf } from '../jvm/answers.js'

export const answers = answersOf({
  parameter: (type) => new RegExp(`(\\w+)\\s*:\\s*${type}\\b`),
  choice: (asked) => `if (${asked} == {twin}) {twin} else {own}`,
  end: '',
})
