@echo off
rem Runs the command line, from any folder. It is built on first use and when its sources are newer.
rem "initial-keys cdk-app" runs the CDK app instead, built in the same way: cdk.json does so.
setlocal DisableDelayedExpansion
set "ROOT=%~dp0"
set "NAME=the command line"
set "MODULES=rule,simulation,cli"
set "BUILT=%ROOT%cli\target\launcher"
set "RESULT=%ROOT%cli\target\launcher\java"
set "GOALS=-Plauncher"
if not "%~1"=="cdk-app" goto check
set "NAME=the CDK app"
set "MODULES=rule,infra"
set "BUILT=%ROOT%infra\target\launcher"
set "RESULT=%ROOT%rule\target\rule.jar"
set "GOALS=-pl infra -am -Dmaven.test.skip -Dsynth package"

:check
if not exist "%BUILT%\java" goto build
if not exist "%RESULT%" goto build
powershell -NoProfile -Command "$sources = $env:MODULES.Split(',') | ForEach-Object { $env:ROOT + $_ + '\src\main'; $env:ROOT + $_ + '\pom.xml' }; $built = (Get-Item -LiteralPath ($env:BUILT + '\started')).LastWriteTimeUtc; if (Get-ChildItem -Recurse -LiteralPath ($sources + ($env:ROOT + 'pom.xml')) | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 goto build
goto run

:build
where mvn >nul 2>nul
if errorlevel 1 (
  echo initial-keys: this command is built on first use, and Maven is not on the PATH: install Maven 3.8.7 or a later 3.x. 1>&2
  exit /b 4
)
echo initial-keys: building %NAME% (on first use, and when its sources change) ... 1>&2
if exist "%BUILT%" rmdir /s /q "%BUILT%"
mkdir "%BUILT%"
type nul > "%BUILT%\started"
rem Without this, Maven ends with the escape sequences of a colour, also in a file.
set "MAVEN_OPTS=%MAVEN_OPTS% -Djansi.noreset=true"
call mvn -q -B -f "%ROOT%pom.xml" %GOALS% 1>&2
if errorlevel 1 (
  echo initial-keys: the build failed; its messages are above. 1>&2
  exit /b 4
)

:run
set /p JAVA_25=<"%BUILT%\java"
if not "%~1"=="cdk-app" goto command_line
cd /d "%ROOT%"
"%JAVA_25%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "%ROOT%infra\target\classes;%ROOT%rule\target\classes;%BUILT%\lib\*" initialkeys.infra.RuleApp rule\target\rule.jar settings.json 1>&2
exit /b %ERRORLEVEL%

:command_line
"%JAVA_25%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "-Dinitialkeys.root=%ROOT%." -cp "%ROOT%cli\target\classes;%ROOT%rule\target\classes;%ROOT%simulation\target\classes;%BUILT%\lib\*" initialkeys.cli.InitialKeys %*
exit /b %ERRORLEVEL%
