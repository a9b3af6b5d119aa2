Attribute VB_Name = "PerfxlRibbon"
' Every button of the ribbon ends here, and from here in Python: perfxl.addin.on_action.
' Texts that a user sees are Chinese. They stand in cells of this add-in, because VBA source is not Unicode.
Option Explicit

Public Sub PerfxlOnAction(control As IRibbonControl)
    PerfxlRun control.ID
End Sub

Public Sub PerfxlRun(ByVal ControlId As String)
    On Error GoTo Failed
    If ActiveWorkbook Is Nothing Then
        MsgBox PerfxlText("perfxl_no_workbook"), vbInformation, "perfxl"
        Exit Sub
    End If
    If Not PerfxlIsPlainName(ActiveWorkbook.FullName) Then
        MsgBox PerfxlText("perfxl_odd_name"), vbExclamation, "perfxl"
        Exit Sub
    End If
    PerfxlDescribeFunctions
    RunPython "import perfxl.addin; perfxl.addin.on_action('" & ControlId & "')"
    Exit Sub
Failed:
    PerfxlShowFailure Err.Description
End Sub

' Also called by the xlwings module wherever it would have shown a message of its own.
Public Sub PerfxlShowFailure(ByVal Detail As String)
    MsgBox PerfxlText("perfxl_failed") & vbLf & vbLf & Left$(Detail, 600), vbExclamation, "perfxl"
End Sub

Public Function PerfxlText(ByVal TextName As String) As String
    PerfxlText = ThisWorkbook.Names(TextName).RefersToRange.Value
End Function

' On macOS xlwings puts the workbook's name into a shell command between double quotes.
Private Function PerfxlIsPlainName(ByVal FullName As String) As Boolean
    PerfxlIsPlainName = True
    #If Mac Then
        PerfxlIsPlainName = Not (FullName Like "*[$`""\|;]*")
    #End If
End Function
