/** An edit of specs/todo.yaml: a second backend, with another name, on the first one's shared stack. */
export function secondBackend(spec: string): string {
  return spec
    .replace('name: todo\n', 'name: second\n')
    .replace(/^shared:\n( .*\n)+/m, 'sharedStack: todo-shared\n')
    .replace(/^ {2}domain:\n( {4}.*\n)+/m, '')
    .replace(/name: todo\n( +)user: todo_app/, 'name: todo_second\n$1user: todo_second_app');
}
