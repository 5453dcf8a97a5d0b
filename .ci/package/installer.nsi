; The installer for one person: no administrator, nothing outside the person's own folders.
;   setup.exe        asks; setup.exe /S asks nothing; /D=FOLDER (last) chooses the folder
;   uninstall.exe    asks whether to delete the data, and keeps it by default; /S keeps it
; .ci/package/windows.sh gives VERSION, FILES (what is installed), ICON and OUT.
Unicode true
!include MUI2.nsh
!include LogicLib.nsh
!include WinMessages.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\app.handrail.desktop"

Name "Handrail"
BrandingText "Handrail ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Handrail"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Handrail"
VIAddVersionKey "FileDescription" "Handrail installer"
VIAddVersionKey "CompanyName" "The Handrail authors"
VIAddVersionKey "LegalCopyright" "MIT licence"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "Install Handrail ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Handrail is installed for you only and needs no administrator.$\r$\n$\r$\n\
Your data is kept when you install a newer version. Select Install to continue."
!define MUI_FINISHPAGE_RUN "$INSTDIR\Handrail.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open Handrail"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!include path.nsh
!include identity.nsh

; A program that runs cannot be overwritten, but it can be renamed: it goes on as it is, and the next start is the new
; one. What was renamed is removed at the next installation, or with the program.
!macro Free UN
Function ${UN}Free
	Exch $0 ; a file that is to be replaced or removed
	Push $1
	Delete "$0.old-*"
	${If} ${FileExists} "$0"
		ClearErrors
		Delete "$0"
		${If} ${Errors}
		${OrIf} ${FileExists} "$0"
			System::Call "kernel32::GetTickCount() i .r1"
			Rename "$0" "$0.old-$1"
		${EndIf}
	${EndIf}
	Pop $1
	Pop $0
FunctionEnd
!macroend
!insertmacro Free ""
!insertmacro Free "un."

; IsOpen puts on the stack whether Handrail's window runs from this folder.
!macro IsOpen UN
Function ${UN}IsOpen
	Push $0
	Push "no"
	${If} ${FileExists} "$INSTDIR\Handrail.exe"
		ClearErrors
		FileOpen $0 "$INSTDIR\Handrail.exe" a
		${If} ${Errors}
			Pop $0
			Push "yes"
		${Else}
			FileClose $0
		${EndIf}
	${EndIf}
	Exch
	Pop $0
FunctionEnd
!macroend
!insertmacro IsOpen ""
!insertmacro IsOpen "un."

Function .onInit
	again:
	Call IsOpen
	Pop $0
	${If} $0 == "yes"
	${AndIfNot} ${Silent}
		MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION \
			"Handrail is open. Close it, then select Retry. Everything you confirmed is saved." IDRETRY again
		Abort
	${EndIf}
FunctionEnd

Section
	SetOutPath "$INSTDIR"
	Push "$INSTDIR\Handrail.exe"
	Call Free
	Push "$INSTDIR\bin\handrail.exe"
	Call Free
	ClearErrors
	File /r "${FILES}\*.*"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	${If} ${Errors}
		SetErrorLevel 2
		DetailPrint "A file could not be written. Close Handrail, then try again."
		Abort "Handrail was not installed: a file in $INSTDIR could not be written."
	${EndIf}
	CreateShortcut "$SMPROGRAMS\Handrail.lnk" "$INSTDIR\Handrail.exe"
	Push "$SMPROGRAMS\Handrail.lnk"
	Call Identify
	WriteRegStr HKCU "${KEY}" "DisplayName" "Handrail"
	WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${KEY}" "Publisher" "The Handrail authors"
	WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\Handrail.exe"
	WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${KEY}" "NoModify" 1
	WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
	SectionGetSize 0 $0
	WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
	Push "$INSTDIR\bin"
	Call PathAdd
SectionEnd

Function un.onInit
	again:
	Call un.IsOpen
	Pop $0
	${If} $0 == "yes"
	${AndIfNot} ${Silent}
		MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "Handrail is open. Close it, then select Retry." IDRETRY again
		Abort
	${EndIf}
FunctionEnd

Section "Uninstall"
	Push "$INSTDIR\bin"
	Call un.PathRemove
	Push "$INSTDIR\Handrail.exe"
	Call un.Free
	Push "$INSTDIR\bin\handrail.exe"
	Call un.Free
	; Only what the installer brought: the person may keep files of their own here.
	Delete "$INSTDIR\LICENSE"
	Delete "$INSTDIR\CHANGELOG.md"
	Delete "$INSTDIR\THIRD-PARTY-NOTICES.txt"
	Delete "$INSTDIR\origin.txt"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR\bin"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\Handrail.lnk"
	DeleteRegKey HKCU "${KEY}"
	${If} ${FileExists} "$LOCALAPPDATA\Handrail\*.*"
		MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete your Handrail data too?$\r$\n$\r$\nThe folder \
$LOCALAPPDATA\Handrail has your progress, your saved reports and the change log. Select No to keep it." \
			/SD IDNO IDNO kept
		RMDir /r "$LOCALAPPDATA\Handrail"
		kept:
	${EndIf}
SectionEnd
