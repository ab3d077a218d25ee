@echo off
rem Runs the command line, from any folder. It is built on first use and when its sources are newer.
rem "initial-keys cdk-app" runs the CDK app instead, built in the same way: cdk.json does so.
setlocal DisableDelayedExpansion
rem Java prints UTF-8, and the file that contains its path is UTF-8: the console and cmd need that code page.
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODE_PAGE=%%C"
chcp 65001 >nul 2>nul
set "ROOT=%~dp0"
if not "%ROOT:;=%"=="%ROOT%" (
  echo initial-keys: Java cannot run from "%ROOT%", because the path contains a semicolon: move or rename the folder. 1>&2
  set "CODE=4"
  goto end
)
set "NAME=the command line"
set "MODULES=rule,simulation,cli"
set "BUILT=%ROOT%cli\target\launcher"
set "RESULT=%ROOT%simulation\target\classes\initialkeys"
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
if not exist "%ROOT%rule\target\classes\initialkeys" goto build
set /p JAVA_25=<"%BUILT%\java"
if not exist "%JAVA_25%" goto build
powershell -NoProfile -Command "$sources = $env:MODULES.Split(',') | ForEach-Object { $env:ROOT + $_ + '\src\main'; $env:ROOT + $_ + '\pom.xml' }; $built = (Get-Item -LiteralPath ($env:BUILT + '\started')).LastWriteTimeUtc; if (Get-ChildItem -Recurse -LiteralPath ($sources + ($env:ROOT + 'pom.xml')) | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 goto build
goto run

:build
where mvn >nul 2>nul
if errorlevel 1 (
  echo initial-keys: this command is built on first use, and Maven is not on the PATH: install Maven 3.8.7 or a later 3.x. 1>&2
  set "CODE=4"
  goto end
)
echo initial-keys: building %NAME% (on first use, and when its sources change) ... 1>&2
if exist "%BUILT%" rmdir /s /q "%BUILT%" 2>nul
if exist "%BUILT%\started" goto not_writable
if not exist "%BUILT%" mkdir "%BUILT%" 2>nul
if not exist "%BUILT%\." goto not_writable
type nul > "%BUILT%\started"
if not exist "%BUILT%\started" goto not_writable
rem Without this, Maven ends with the escape sequences of a colour, also in a file.
set "MAVEN_OPTS=%MAVEN_OPTS% -Djansi.noreset=true"
rem "call" replaces variables once more, and doubles what carets it finds before that.
call mvn -q -B -f "%%ROOT%%pom.xml" %GOALS% 1>&2 <nul
if errorlevel 1 (
  echo initial-keys: the build failed; its messages are above. 1>&2
  set "CODE=4"
  goto end
)
set /p JAVA_25=<"%BUILT%\java"

:run
if not "%~1"=="cdk-app" goto command_line
rem Unlike cd, this works with a network path too.
pushd "%ROOT%"
"%JAVA_25%" -XX:+DisplayVMOutputToStderr -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "%ROOT%infra\target\classes;%ROOT%rule\target\classes;%BUILT%\lib\*" initialkeys.infra.RuleApp rule\target\rule.jar settings.json 1>&2
set "CODE=%ERRORLEVEL%"
popd
goto end

:not_writable
echo initial-keys: cannot write to "%BUILT%": check its permissions and the free space, or copy the folder. 1>&2
set "CODE=4"
goto end

:command_line
"%JAVA_25%" -XX:+DisplayVMOutputToStderr -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "-Dinitialkeys.root=%ROOT%." -cp "%ROOT%cli\target\classes;%ROOT%rule\target\classes;%ROOT%simulation\target\classes;%BUILT%\lib\*" initialkeys.cli.InitialKeys %*
set "CODE=%ERRORLEVEL%"

:end
chcp %CODE_PAGE% >nul 2>nul
exit /b %CODE%
