// Makes shell scripts that complete commands and options, from the table of commands.

import type { CommandLine } from './flags.ts'
import type { Program } from './program.ts'
import { type Command, commands, describe, optionsOf } from './commands.ts'
import { ConfigError } from '../parse-settings.ts'
import { quoteValue } from '../problems/problems.ts'

const scripts = { bash, zsh, fish }
const shells = Object.keys(scripts)

export async function run(
  { positionals: [shell] }: CommandLine,
  { stdout }: Program,
): Promise<void> {
  stdout.write(completionOf(shell))
}

/** Throws a ConfigError for an unknown shell. */
export function completionOf(shell: string | undefined): string {
  if (shell === 'bash' || shell === 'zsh' || shell === 'fish') return scripts[shell]()
  const example = 'write conversations-mock completion bash'
  if (shell === undefined) throw new ConfigError(`completion needs the name of a shell; ${example}`)
  throw new ConfigError(
    `completion knows ${shells.join(', ')}, not ${quoteValue(shell)}; ${example}`,
  )
}

function flagsOf(command: Command): string[] {
  return Object.entries(optionsOf(command)).map(
    ([name, { isNegated }]) => `--${isNegated ? 'no-' : ''}${name}`,
  )
}

const cases = (): string =>
  commands.map((command) => `    ${command}) words="${flagsOf(command).join(' ')}" ;;`).join('\n')

function bash(): string {
  return `_conversations_mock() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases()}
    *) words="${commands.join(' ')} ${flagsOf('serve').join(' ')}" ;;
  esac
  if [[ $current == -* || $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _conversations_mock conversations-mock
`
}

function zsh(): string {
  return `#compdef conversations-mock
_conversations_mock() {
  local words_of_command
  case "\${words[2]}" in
${cases().replaceAll('words="', 'words_of_command="')}
    *) words_of_command="${commands.join(' ')} ${flagsOf('serve').join(' ')}" ;;
  esac
  if [[ $PREFIX == -* || $CURRENT == 2 ]]; then
    compadd -- \${=words_of_command}
  else
    _files
  fi
}
compdef _conversations_mock conversations-mock
`
}

function fish(): string {
  const program = 'complete -c conversations-mock'
  const none = '__fish_use_subcommand'
  const names = commands.map(
    (command) => `${program} -n ${none} -a ${command} -d ${quote(describe(command).text)}`,
  )
  const flags = commands.flatMap((command) => {
    const condition = command === 'serve' ? none : quote(`__fish_seen_subcommand_from ${command}`)
    return Object.entries(optionsOf(command)).map(([name, { argument, text, isNegated }]) => {
      const flag = `${isNegated ? 'no-' : ''}${name}`
      const value = argument === undefined ? '' : ' -r'
      return `${program} -n ${condition} -l ${flag}${value} -d ${quote(text)}`
    })
  })
  return `${[...names, ...flags].join('\n')}\n`
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
