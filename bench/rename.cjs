// What the jscodeshift runner does in the comparison: only the rename, no scopes, no verification.
module.exports = (file, { jscodeshift: j }) => {
  const root = j(file.source)
  root.find(j.Identifier, { name: 'AMOCRM' }).forEach((path) => {
    path.node.name = 'APP'
  })
  return root.toSource()
}
